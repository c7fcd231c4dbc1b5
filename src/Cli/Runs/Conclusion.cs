using Slipway.Cli.Screens;
using Slipway.Domain;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Systems;

namespace Slipway.Cli.Runs;

/// <summary>How a run ended: the code for the shell, the last sentence, and what to do next.</summary>
internal sealed record Conclusion(ExitCode Code, string Sentence, string? Advice = null)
{
    /// <summary>What became of a push. <paramref name="releases"/> are those of its image, in the order of the environments.</summary>
    public static Conclusion Of(SystemManifest system, PushRecord? record, Push push, IReadOnlyList<Release> releases)
    {
        var name = $"{push.Image.Repository}:{push.Tag}";
        if (releases.Count == 0 && record is not null)
        {
            return new(ExitCode.NotReleased, $"{name} was {record.Outcome.ToString().ToLowerInvariant()}: {record.Reason}", $"{system.Name} releases images of {string.Join(", ", Repositories.All(system))}.");
        }

        if (releases.FirstOrDefault(release => release.Status != ReleaseStatus.Verified) is { } other)
        {
            return Of(system, other, name);
        }

        var expected = PushRouting.Decide([system], push).Entries.SelectMany(entry => PushRouting.Reach(system, entry.Environment, push)).Distinct().ToList();
        var missing = expected.Where(environment => releases.All(release => release.Environment != environment)).ToList();
        return missing.Count > 0 || releases.Count == 0
            ? new(ExitCode.Failed, $"{name} never reached {string.Join(" and ", missing)}.", "This is a fault in the promotion: the journal holds every event.")
            : new(ExitCode.Done, $"{name} is verified in {string.Join(" and ", releases.Select(release => release.Environment))}, {Took(releases).Text()} after its push.");
    }

    private static Conclusion Of(SystemManifest system, Release release, string name)
    {
        var (where, reason) = ($"in {release.Environment}", release.Reason.Short().Sentence());
        var advice = $"slipway show {release.Id} tells what decided it.";
        return release.Status switch
        {
            ReleaseStatus.Rejected => new(ExitCode.Rejected, $"{name} was rejected {where}: {reason} Nothing was changed there.", advice),
            ReleaseStatus.RolledBack => new(ExitCode.RolledBack, $"{name} was rolled back {where}: {reason} {Serving(release)}", advice),
            ReleaseStatus.Frozen => new(ExitCode.Frozen, $"{name} failed {where}, which is frozen: {reason}", $"slipway show {release.Id} tells what decided it; the notice says how to restore."),
            ReleaseStatus.Superseded => new(ExitCode.NotReleased, $"{name} was superseded {where}: {reason}", advice),
            ReleaseStatus.Failed when !release.ChangedServices.Any() => new(ExitCode.Failed, $"{name} failed {where}: {reason} No workload was changed.", advice),
            ReleaseStatus.Failed => new(ExitCode.Failed, $"{name} failed {where} and needs a person: {reason}", advice),
            ReleaseStatus.Waiting when Decisions.IsAsked(release) => new(ExitCode.Waiting, $"{name} waits {where}: {release.Verdict?.Reason}", Decisions.Advice(system, release)),
            ReleaseStatus.Waiting when release.WaitsForPeople() => new(ExitCode.Waiting, $"{name} waits {where}: {reason}", advice),
            _ => new(ExitCode.Failed, $"{name} is still {release.Status.Word()} {where}: {reason}", advice),
        };
    }

    private static string Serving(Release release) => string.Join(" ", release.ChangedServices
        .Select(change => $"{change.Service} serves {change.WayBack?.Digest.Abbreviation ?? "what it did before"} again."));

    private static TimeSpan Took(IReadOnlyList<Release> releases) => releases.Max(release => release.Stages[^1].At) - releases.Min(release => release.Stages[0].At);
}
