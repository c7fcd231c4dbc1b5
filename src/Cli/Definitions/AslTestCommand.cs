using System.CommandLine;
using Slipway.Cli.Screens;
using Slipway.Local.StepFunctions;

namespace Slipway.Cli.Definitions;

/// <summary>slipway asl test: recorded executions, run again.</summary>
internal static class AslTestCommand
{
    public static Verb Create(Terminal terminal)
    {
        var directory = new Argument<string>("DIR") { Description = "a folder of .jsonl files, one case a line" };
        var json = new Option<bool>("--json") { Description = "print one line of JSON: passed, failed, skipped, failures" };
        return new Verb("test", "Run recorded executions of AWS Step Functions and compare what comes of them.")
        {
            Examples = [new("slipway asl test recorded/ --json", "for programs")],
            Endings = [ExitCode.Differs],
        }
        .With(directory, json)
        .Does((parsed, _) =>
        {
            var report = Report(terminal.Resolve(parsed.GetValue(directory)!), parsed.GetValue(directory)!);
            if (parsed.GetValue(json))
            {
                terminal.Out.Write($"{report.ToJson()}\n");
            }
            else
            {
                Show(new Screen(terminal), report);
            }

            return Task.FromResult(report.Failed == 0 ? ExitCode.Done : ExitCode.Differs);
        });
    }

    private static AslCaseReport Report(string path, string asGiven)
    {
        try
        {
            return new AslCaseRunner().RunDirectory(path);
        }
        catch (AslCaseException nothing)
        {
            throw new RefusalException(nothing.Message.Replace(path, asGiven, StringComparison.Ordinal));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusalException($"{asGiven} cannot be read: {fault.Message}");
        }
    }

    private static void Show(Screen screen, AslCaseReport report)
    {
        foreach (var failure in report.Failures)
        {
            screen.Line(new Piece(failure.Id.Fit(screen.Width), Styles.Bad));
            screen.Beside([new("  expected  ", Styles.Faint)], failure.Expected.ToString());
            screen.Beside([new("  actual    ", Styles.Faint)], failure.Actual.ToString());
        }

        foreach (var skip in report.Skips)
        {
            screen.Beside([new("skipped  ", Styles.Warning)], $"{skip.Id}: {skip.Reason}");
        }

        screen.Paragraph($"{report.Passed} passed, {report.Failed} failed, {report.Skipped} skipped", style: report.Failed == 0 ? Styles.Good : Styles.Bad);
    }
}
