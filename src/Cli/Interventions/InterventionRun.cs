using System.CommandLine;
using System.Text.Json;
using Slipway.Cli.Invocations;
using Slipway.Cli.Runs;
using Slipway.Cli.Screens;
using Slipway.Domain;
using Slipway.Domain.Interventions;
using Slipway.Local.Templates;

namespace Slipway.Cli.Interventions;

/// <summary>Asks for something, on the account of the journal or on AWS, and says what became of it.</summary>
internal static class InterventionRun
{
    private const string Function = "Intervene";

    /// <param name="ask">Makes the request at a time: the account's, or that of this machine.</param>
    public static Task<ExitCode> AskAsync(
        Terminal terminal, ParseResult parsed, InterventionOptions options, Func<Intervention, DateTimeOffset, Intervention> ask, InterventionKind kind, CancellationToken cancellationToken)
    {
        Intervention Asked(DateTimeOffset now, string id, string by) => ask(
            new Intervention(id, kind, by, parsed.GetValue(options.Reason)!) { Via = "cli", From = parsed.GetValue(options.Aws) ? Environment.MachineName : null }, now);
        return parsed.GetValue(options.Aws)
            ? OnAwsAsync(terminal, parsed, options, Asked, cancellationToken)
            : OnJournalAsync(terminal, parsed, options, Asked, cancellationToken);
    }

    private static async Task<ExitCode> OnJournalAsync(
        Terminal terminal, ParseResult parsed, InterventionOptions options, Func<DateTimeOffset, string, string, Intervention> asked, CancellationToken cancellationToken)
    {
        var checkout = Checkout.Find(terminal);
        var place = JournalPlace.Of(parsed.GetValue(options.Journal), checkout, terminal);
        using var simulation = Simulation.Continue(checkout, place.Path, place.Name);
        var isJson = parsed.GetValue(options.Json);
        var run = new Run(terminal, simulation, RunOptions.Pace(null, isJson, terminal), isJson);
        var memory = run.Installation.Memory;
        var intervention = asked(simulation.Now, $"cli-{memory.Interventions.All.Count + 1}", parsed.GetValue(options.By) ?? Environment.UserName);
        return await run.GuardedAsync(async () =>
        {
            simulation.Give(Inputs.Intervene(intervention));
            await run.Playback.SettleAsync(cancellationToken);
            simulation.Give(Inputs.Rest);
            var code = Conclude(run.Screen, terminal, isJson, memory.Interventions.All.FirstOrDefault(kept => kept.Id == intervention.Id));
            foreach (var release in memory.Releases.All.Where(Decisions.IsAsked))
            {
                run.Screen.Paragraph($"{release.Environment} waits: {Decisions.Advice(simulation.System, release)}");
            }

            return code;
        });
    }

    private static async Task<ExitCode> OnAwsAsync(Terminal terminal, ParseResult parsed, InterventionOptions options, Func<DateTimeOffset, string, string, Intervention> asked, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(options.By) is { } name)
        {
            throw new RefusalException($"With --aws you are who your credentials say: leave out --by {name}.");
        }

        var reading = TemplateReader.Read(Checkout.Find(terminal).TemplatePath);
        var function = reading.Problems.Count == 0 ? reading.Template.Function(Function)! : throw new RefusalException(string.Join('\n', reading.Problems), ExitCode.Invalid);
        var file = parsed.GetValue(options.Variables);
        var variables = AwsInvocation.ReadVariables(file is null ? "{}" : Files.Read(terminal.Resolve(file), file), file ?? "", Function);
        var now = terminal.Time.GetUtcNow();
        var by = await AwsInvocation.CallerAsync(variables, cancellationToken);
        var intervention = asked(now, $"cli-{Environment.MachineName}-{now.UtcTicks}", by);
        var outcome = await AwsInvocation.RunAsync(function, JsonSerializer.Serialize(intervention, DomainJson.Default.Intervention), variables);
        if (outcome.Error is { } error)
        {
            throw new RefusalException(error.Message, ExitCode.Failed);
        }

        return Conclude(new Screen(terminal), terminal, parsed.GetValue(options.Json), JsonSerializer.Deserialize(outcome.Answer!, DomainJson.Default.Intervention));
    }

    private static ExitCode Conclude(Screen screen, Terminal terminal, bool isJson, Intervention? answered)
    {
        if (answered is null)
        {
            throw new RefusalException("It was not answered: the function Intervene failed.", ExitCode.Failed);
        }

        if (isJson)
        {
            JsonOutput.Write(terminal.Out, writer => JsonSerializer.Serialize(writer, answered, DomainJson.Default.Intervention));
        }
        else
        {
            screen.Paragraph(answered.Answer ?? "", style: answered.Outcome == InterventionOutcome.Done ? Styles.Good : Styles.Bad);
        }

        return answered.Outcome == InterventionOutcome.Done ? ExitCode.Done : ExitCode.Refused;
    }
}
