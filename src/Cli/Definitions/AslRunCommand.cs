using System.CommandLine;
using System.Text.Json;
using Slipway.Cli.Screens;
using Slipway.Domain;
using Slipway.Local.StepFunctions;
using Slipway.Local.Templates;

namespace Slipway.Cli.Definitions;

/// <summary>slipway asl run: one execution of one definition.</summary>
internal static class AslRunCommand
{
    public static Verb Create(Terminal terminal)
    {
        var definition = new Argument<string>("DEFINITION") { Description = "a state machine, JSON or YAML; ${Name} stands for the function Name" };
        var input = new Option<string>("--input") { HelpName = "FILE", Description = "the execution's input as JSON, - for standard input; {} unless said" };
        var mock = new Option<string>("--mock") { HelpName = "FILE", Description = "answers of Task states by name: lists of Return, or Throw with Error and Cause; After delays by seconds" };
        var history = new Option<bool>("--history") { Description = "print every event of the execution" };
        var json = new Option<bool>("--json") { Description = "print JSON for programs" };
        return new Verb("run", "Run one definition to its end, with mocked tasks, on a virtual clock.")
        {
            Examples = [new("slipway asl run machine.asl.yaml --input input.json --mock mocks.yaml --history", "with all its events")],
            Endings = [ExitCode.Failed, ExitCode.Invalid],
        }
        .With(definition, input, mock, history, json)
        .Does((parsed, _) =>
        {
            var execution = Execute(terminal, parsed.GetValue(definition)!, parsed.GetValue(input), parsed.GetValue(mock));
            if (parsed.GetValue(json))
            {
                Write(terminal, execution, parsed.GetValue(history));
            }
            else
            {
                Show(terminal, execution, parsed.GetValue(history));
            }

            return Task.FromResult(execution.Status == ExecutionStatus.Succeeded ? ExitCode.Done : ExitCode.Failed);
        });
    }

    private static Execution Execute(Terminal terminal, string definitionFile, string? inputFile, string? mockFile)
    {
        var definition = Parsed(definitionFile, () => StateMachineDefinition.Parse(Filled(Files.Read(terminal.Resolve(definitionFile), definitionFile))));
        var mocks = mockFile is null ? TaskMocks.None : Parsed(mockFile, () => TaskMocks.Parse(Files.Read(terminal.Resolve(mockFile), mockFile)));
        var input = inputFile switch
        {
            null => "{}",
            "-" => terminal.In.ReadToEnd(),
            _ => Files.Read(terminal.Resolve(inputFile), inputFile),
        };
        try
        {
            return new DefinitionRun { MachineName = "machine" }.Execute(definition, input, mocks.Handle);
        }
        catch (StepFunctionsException refused)
        {
            throw new RefusalException($"{inputFile}: {refused.Message}");
        }
    }

    private static string Filled(string text) => Placeholders.Fill(
        text, Placeholders.In(text).Select(place => place.Name).Distinct().ToDictionary(name => name, name => $"arn:aws:lambda:us-east-1:000000000000:function:{name}", StringComparer.Ordinal));

    private static T Parsed<T>(string file, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (DefinitionException wrong)
        {
            throw new RefusalException(string.Join('\n', wrong.Problems.Select(problem => $"{file}: {problem}")), ExitCode.Invalid);
        }
    }

    private static void Show(Terminal terminal, Execution execution, bool withHistory)
    {
        var screen = new Screen(terminal);
        foreach (var entry in withHistory ? execution.History : [])
        {
            screen.Beside([new($"{Columns.Offset(entry.At - execution.StartedAt)}  {entry.Type,-24}  ")], entry.StateName ?? entry.Details?["error"]?.ToString() ?? "");
        }

        var took = ((execution.StoppedAt ?? execution.StartedAt) - execution.StartedAt).Text();
        screen.Paragraph(
            execution.Status == ExecutionStatus.Running ? "RUNNING: it waits for an answer that nobody gives." : $"{execution.StatusName} after {took}",
            style: execution.Status == ExecutionStatus.Succeeded ? Styles.Good : Styles.Bad);
        if (execution.Error is { } error)
        {
            screen.Beside([new($"{error}: ")], execution.Cause ?? "");
        }

        if (execution.Output is { } output)
        {
            using var document = JsonDocument.Parse(output.ToString());
            JsonOutput.Write(terminal.Out, document.WriteTo);
        }
    }

    private static void Write(Terminal terminal, Execution execution, bool withHistory) => JsonOutput.Write(terminal.Out, json =>
    {
        json.WriteStartObject();
        json.WriteString("status", execution.StatusName);
        WriteRaw(json, "output", execution.Output?.ToString() ?? "null");
        json.WriteString("error", execution.Error);
        json.WriteString("cause", execution.Cause);
        if (withHistory)
        {
            WriteRaw(json, "events", execution.History.ToJson().ToString());
        }

        json.WriteEndObject();
    });

    private static void WriteRaw(Utf8JsonWriter json, string name, string text)
    {
        json.WritePropertyName(name);
        using var document = JsonDocument.Parse(text);
        document.WriteTo(json);
    }
}
