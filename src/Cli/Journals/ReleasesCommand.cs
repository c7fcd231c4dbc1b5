using System.CommandLine;
using System.Text.Json;
using Slipway.Cli.Screens;
using Slipway.Domain;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Local.Records;

namespace Slipway.Cli.Journals;

/// <summary>slipway releases: what the account remembers.</summary>
internal static class ReleasesCommand
{
    public static Verb Create(Terminal terminal)
    {
        var (journal, json) = (JournalOptions.Journal(), JournalOptions.Json());
        var system = new Option<string>("--system") { HelpName = "NAME", Description = "only releases of this system" };
        var environment = new Option<string>("--environment") { HelpName = "NAME", Description = "only releases in this environment" };
        return new Verb("releases", "List the releases of the last run, and the pushes that made none.")
        {
            Explanation = "They are read from the journal, also when the run was killed.",
            Examples = [new("slipway releases", "all of them"), new("slipway releases --environment production --json", "for programs")],
        }
        .With(system, environment, journal, json)
        .Does((parsed, _) =>
        {
            var reading = JournalPlace.Of(parsed.GetValue(journal), Checkout.Find(terminal), terminal).Read(terminal);
            var releases = Selected(reading, parsed.GetValue(system), parsed.GetValue(environment));
            if (parsed.GetValue(json))
            {
                Write(terminal, releases);
            }
            else
            {
                Show(new Screen(terminal), releases, parsed.GetValue(system) is null && parsed.GetValue(environment) is null ? reading.Pushes : []);
            }

            return Task.FromResult(ExitCode.Done);
        });
    }

    private static List<Release> Selected(JournalReading reading, string? system, string? environment)
    {
        Require(system, "system", [.. reading.Releases.Select(release => release.System.Value).Distinct()]);
        Require(environment, "environment", [.. reading.Releases.Select(release => release.Environment.Value).Distinct()]);
        return [.. reading.Releases.Where(release => (system is null || release.System.Value == system) && (environment is null || release.Environment.Value == environment))];
    }

    private static void Require(string? wanted, string what, List<string> known)
    {
        if (wanted is not null && !known.Contains(wanted))
        {
            throw new RefusalException($"The journal holds no release of the {what} '{wanted}': {Suggestion.Sentence(wanted, known)}");
        }
    }

    private static void Show(Screen screen, List<Release> releases, List<PushRecord> pushes)
    {
        foreach (var release in releases)
        {
            screen.Beside(
                [new($"{Columns.Day(release.Stages[0].At)} {Columns.Time(release.Stages[0].At)}  "), new($"{release.Status.Word(),-Columns.Rule}  ", Styles.Of(release.Status))],
                release.Id.Value);
            screen.Paragraph($"{release.Push.Title}, {(release.Stages[^1].At - release.Stages[0].At).Text()}: {release.Reason.Short()}", 4, Styles.Faint);
        }

        foreach (var push in pushes.Where(push => push.Releases.Count == 0))
        {
            var what = push.Push is { } known ? $"{known.Image.Repository}:{known.Tag}: " : "";
            screen.Beside([new($"{Columns.Day(push.ReceivedAt)} {Columns.Time(push.ReceivedAt)}  "), new($"{push.Outcome.ToString().ToLowerInvariant(),-Columns.Rule}  ", Styles.Warning)], $"{what}{push.Reason}");
        }

        if (releases.Count == 0)
        {
            screen.Paragraph("No releases: slipway run makes one.");
        }
    }

    private static void Write(Terminal terminal, List<Release> releases) => JsonOutput.Write(terminal.Out, json =>
    {
        json.WriteStartArray();
        foreach (var release in releases)
        {
            JsonSerializer.Serialize(json, release, DomainJson.Default.Release);
        }

        json.WriteEndArray();
    });
}
