using System.Text.Json;
using Slipway.Cli.Screens;
using Slipway.Domain.Releases;

namespace Slipway.Cli.Journals;

/// <summary>A recorded verdict beside the answer that today's rule gives to the same inputs; null when there is no such rule any more.</summary>
internal sealed record ReplayedVerdict(Verdict Recorded, Answer? Today)
{
    public bool IsSame => Today is { } today && today.Kind == Recorded.Kind && today.Reason == Recorded.Reason;
}

/// <summary>slipway replay: asks the rules again.</summary>
internal static class ReplayCommand
{
    public static Verb Create(Terminal terminal)
    {
        var (id, journal, json) = (JournalOptions.Release(), JournalOptions.Journal(), JournalOptions.Json());
        return new Verb("replay", "Ask today's rules again what they recorded of a release, from the recorded inputs.")
        {
            Explanation = "Nothing is run and nothing is asked of anybody: every verdict was kept with all that it was based on.",
            Examples = [new("slipway replay cv-hub-api-dev", "same, or both answers")],
            Endings = [ExitCode.Differs],
        }
        .With(id, journal, json)
        .Does((parsed, _) =>
        {
            var reading = JournalPlace.Of(parsed.GetValue(journal), Checkout.Find(terminal), terminal).Read(terminal);
            var release = RecordedReleases.Find(reading, parsed.GetValue(id)!);
            var verdicts = release.Verdicts.Select(verdict => new ReplayedVerdict(verdict, Rules.Replay(verdict))).ToList();
            if (parsed.GetValue(json))
            {
                Write(terminal, release, verdicts);
            }
            else
            {
                Show(new Screen(terminal), release, verdicts);
            }

            return Task.FromResult(verdicts.All(verdict => verdict.IsSame) ? ExitCode.Done : ExitCode.Differs);
        });
    }

    private static void Show(Screen screen, Release release, List<ReplayedVerdict> verdicts)
    {
        foreach (var (recorded, today) in verdicts.Select(verdict => (verdict.Recorded, verdict)))
        {
            screen.Beside(
                [new($"  {Columns.Time(recorded.At)}  ", Styles.Faint), new($"{recorded.Rule,-Columns.Rule}  ", Styles.Of(recorded.Kind)), today.IsSame ? new("same     ", Styles.Good) : new("differs  ", Styles.Bad)],
                Text(recorded.Kind, recorded.Reason));
            if (!today.IsSame)
            {
                screen.Beside([new($"  {"",10}{"",Columns.Rule}  {"today",-7}  ", Styles.Bad)], today.Today is { } answer ? Text(answer.Kind, answer.Reason) : "there is no such rule any more");
            }
        }

        var differing = verdicts.Count(verdict => !verdict.IsSame);
        screen.Line();
        screen.Paragraph(
            differing == 0
                ? $"Today's rules give all {verdicts.Count} answers of {release.Id} again."
                : $"Today's rules answer {differing} of {verdicts.Count} otherwise than {release.Id} recorded.",
            style: differing == 0 ? Styles.Good : Styles.Bad);
    }

    private static string Text(VerdictKind kind, string reason) => $"{kind.ToString().ToLowerInvariant()}: {reason}";

    private static void Write(Terminal terminal, Release release, List<ReplayedVerdict> verdicts) => JsonOutput.Write(terminal.Out, json =>
    {
        json.WriteStartObject();
        json.WriteString("release", release.Id.Value);
        json.WriteBoolean("same", verdicts.All(verdict => verdict.IsSame));
        json.WriteStartArray("verdicts");
        foreach (var verdict in verdicts)
        {
            json.WriteStartObject();
            json.WriteString("rule", verdict.Recorded.Rule);
            json.WriteString("at", verdict.Recorded.At);
            json.WriteBoolean("same", verdict.IsSame);
            WriteAnswer(json, "recorded", new(verdict.Recorded.Kind, verdict.Recorded.Reason));
            WriteAnswer(json, "today", verdict.Today);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void WriteAnswer(Utf8JsonWriter json, string name, Answer? answer)
    {
        if (answer is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteString("kind", answer.Kind.ToString().ToLowerInvariant());
        json.WriteString("reason", answer.Reason);
        json.WriteEndObject();
    }
}
