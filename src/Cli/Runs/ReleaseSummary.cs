using Slipway.Cli.Screens;
using Slipway.Domain;
using Slipway.Domain.Releases;

namespace Slipway.Cli.Runs;

/// <summary>What a run did, environment by environment.</summary>
internal static class ReleaseSummary
{
    public static void Show(Screen screen, IReadOnlyList<Release> releases)
    {
        foreach (var release in releases)
        {
            screen.Line();
            screen.Beside(
                [new($"{release.Environment}  ", Styles.Strong), new($"{release.Status.Word()}  ", Styles.Of(release.Status))],
                $"after {(release.Stages[^1].At - release.Stages[0].At).Text()}");
            foreach (var change in release.Services)
            {
                screen.Beside([new("  digest    ", Styles.Faint)], Digests(release, change));
                if (change.Drift is { } drift)
                {
                    screen.Beside([new("  drift     ", Styles.Faint)], $"{change.Service}: another hand changed {string.Join(", ", drift.Fields)}{(drift.Times > 1 ? $", seen {drift.Times} times" : "")}");
                }
            }

            foreach (var snapshot in release.Snapshots)
            {
                var status = snapshot.Status.ToString().ToLowerInvariant();
                screen.Beside(
                    [new(snapshot.CopiedFrom is null ? "  snapshot  " : "  copy      ", Styles.Faint)],
                    snapshot.CopiedFrom is null ? $"{snapshot.Id} of {snapshot.Database.Identifier}, {status}" : $"in {snapshot.Database.Location.Region}, {status}");
            }

            foreach (var said in release.Approval?.Decisions ?? [])
            {
                screen.Beside(
                    [new($"  {(said.Approves ? "approved" : "rejected"),-10}", Styles.Faint)],
                    $"by {said.Person} on {Columns.Day(said.At)} at {Columns.Time(said.At)}, {said.Via ?? "unknown"}{(said.From is { } from ? $" from {from}" : "")}: {said.Reason}");
            }

            screen.Beside([new("  stages    ", Styles.Faint)], string.Join(" · ", Durations(release)));
        }
    }

    /// <summary>How long each stage but the last one took.</summary>
    public static IEnumerable<string> Durations(Release release) => release.Stages.Zip(release.Stages.Skip(1))
        .Select(pair => $"{pair.First.Status.Word()} {(pair.Second.At - pair.First.At).Text()}");

    /// <summary>What a service ran before and runs after, by digest.</summary>
    public static string Digests(Release release, ServiceChange change)
    {
        var name = $"{change.Service}:";
        return change switch
        {
            { ChangedAt: null } => $"{name} unchanged",
            _ when release.Status == ReleaseStatus.RolledBack =>
                $"{name} {Before(change)} → {release.ImageOf(change).Digest.Abbreviation} → {change.WayBack?.Digest.Abbreviation ?? "?"}",
            _ => $"{name} {Before(change)} → {release.ImageOf(change).Digest.Abbreviation}",
        };
    }

    private static string Before(ServiceChange change) => change.Previous?.Digest.Abbreviation ?? "nothing";
}
