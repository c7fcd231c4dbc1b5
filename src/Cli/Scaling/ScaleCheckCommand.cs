using System.CommandLine;
using System.Text.Json;
using Slipway.Cli.Screens;

namespace Slipway.Cli.Scaling;

/// <summary>slipway scale check: cases of the autoscaler of Kubernetes, asked of these rules.</summary>
internal static class ScaleCheckCommand
{
    public static Verb Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "a JSON file with cases, of wishes, limits, windows or events" };
        var json = new Option<bool>("--json") { Description = "print one line of JSON: passed, failed, failures" };
        return new Verb("check", "Ask the rules of autoscaling/v2 about cases, and compare what they answer.")
        {
            Examples = [new("slipway scale check replica_calc_metric.json --json", "for programs")],
            Endings = [ExitCode.Differs, ExitCode.Invalid],
        }
        .With(file, json)
        .Does((parsed, _) =>
        {
            var name = parsed.GetValue(file)!;
            var outcomes = HpaCases.Run(Files.Read(terminal.Resolve(name), name), name);
            var failures = outcomes.Where(outcome => outcome.Expected != outcome.Actual).ToList();
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(terminal.Out, writer => Write(writer, outcomes.Count - failures.Count, failures));
            }
            else
            {
                Show(new Screen(terminal), outcomes.Count - failures.Count, failures);
            }

            return Task.FromResult(failures.Count == 0 ? ExitCode.Done : ExitCode.Differs);
        });
    }

    private static void Show(Screen screen, int passed, List<HpaCaseOutcome> failures)
    {
        foreach (var failure in failures)
        {
            screen.Line(new Piece(failure.Name.Fit(screen.Width), Styles.Bad));
            screen.Beside([new("  expected  ", Styles.Faint)], failure.Expected);
            screen.Beside([new("  actual    ", Styles.Faint)], failure.Actual);
        }

        screen.Paragraph($"{passed} passed, {failures.Count} failed", style: failures.Count == 0 ? Styles.Good : Styles.Bad);
    }

    private static void Write(Utf8JsonWriter writer, int passed, List<HpaCaseOutcome> failures)
    {
        writer.WriteStartObject();
        writer.WriteNumber("passed", passed);
        writer.WriteNumber("failed", failures.Count);
        writer.WriteStartArray("failures");
        foreach (var failure in failures)
        {
            writer.WriteStartObject();
            writer.WriteString("name", failure.Name);
            writer.WriteString("expected", failure.Expected);
            writer.WriteString("actual", failure.Actual);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
