using System.Text.Json;
using Slipway.Cli.Runs;
using Slipway.Cli.Screens;
using Slipway.Domain;
using Slipway.Domain.Releases;

namespace Slipway.Cli.Journals;

/// <summary>slipway show: one release, with what decided it.</summary>
internal static class ShowCommand
{
    public static Verb Create(Terminal terminal)
    {
        var (id, journal, json) = (JournalOptions.Release(), JournalOptions.Journal(), JournalOptions.Json());
        return new Verb("show", "Show a release: its stages with their times, each verdict with its reason, snapshots and digests.")
        {
            Examples = [new("slipway show cv-hub-api-prod", "the beginning of the id is enough"), new("slipway show cv-hub-api-prod --json", "the record, verdicts with their inputs")],
        }
        .With(id, journal, json)
        .Does((parsed, _) =>
        {
            var reading = JournalPlace.Of(parsed.GetValue(journal), Checkout.Find(terminal), terminal).Read(terminal);
            var release = RecordedReleases.Find(reading, parsed.GetValue(id)!);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(terminal.Out, writer => JsonSerializer.Serialize(writer, release, DomainJson.Default.Release));
            }
            else
            {
                Show(new Screen(terminal), release);
            }

            return Task.FromResult(ExitCode.Done);
        });
    }

    private static void Show(Screen screen, Release release)
    {
        screen.Beside([new($"{release.Status.Word()}  ", Styles.Of(release.Status))], release.Reason);
        screen.Paragraph($"{release.Push.Title}, pushed on {Columns.Day(release.Push.PushedAt)} at {Columns.Time(release.Push.PushedAt)} UTC", style: Styles.Faint);
        foreach (var image in release.Push.Images)
        {
            screen.Paragraph(image.Digest.Value, style: Styles.Faint);
        }

        new ReleaseLog(screen, shortens: false).Show(release);
        ReleaseSummary.Show(screen, [release]);
    }
}
