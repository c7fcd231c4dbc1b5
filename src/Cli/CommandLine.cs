using System.CommandLine;
using System.CommandLine.Help;
using System.Diagnostics.CodeAnalysis;
using Slipway.Cli.Definitions;
using Slipway.Cli.Interventions;
using Slipway.Cli.Invocations;
using Slipway.Cli.Journals;
using Slipway.Cli.Runs;
using Slipway.Cli.Scaling;
using Slipway.Cli.Screens;
using Slipway.Cli.Validation;
using Slipway.Domain;
using Slipway.Local.Records;

namespace Slipway.Cli;

/// <summary>The whole command line: words in, output and an exit code out.</summary>
public static class CommandLine
{
    /// <summary>What a command may take after Ctrl-C to say where it ended.</summary>
    private static readonly TimeSpan ToEnd = TimeSpan.FromSeconds(20);

    public static async Task<int> RunAsync(IReadOnlyList<string> args, Terminal terminal, CancellationToken cancellationToken = default)
    {
        var parsed = Root(terminal).Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpPage)
        {
            return (int)Refuse(terminal, ParseProblems.Sentence(parsed), ExitCode.Usage);
        }

        return (int)await GuardedAsync(terminal, async () =>
            (ExitCode)await parsed.InvokeAsync(new InvocationConfiguration { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = ToEnd }, cancellationToken));
    }

    private static RootCommand Root(Terminal terminal)
    {
        var root = new RootCommand("Slipway ships container images on AWS, from push to verified, without a server.");
        foreach (var command in Commands(terminal))
        {
            root.Add(command);
        }

        root.SetAction(_ => HelpPage.Write(terminal, root));
        root.Options.OfType<HelpOption>().Single().Action = new HelpPage(terminal);
        return root;
    }

    private static IEnumerable<Command> Commands(Terminal terminal) =>
    [
        RunCommand.Create(terminal),
        PushCommand.Create(terminal),
        ReleasesCommand.Create(terminal),
        ShowCommand.Create(terminal),
        ReplayCommand.Create(terminal),
        .. DecisionCommands.Create(terminal),
        PromoteCommand.Create(terminal),
        RollBackCommand.Create(terminal),
        RetryCommand.Create(terminal),
        .. RestraintCommands.Create(terminal),
        InvokeCommand.Create(terminal),
        ValidateCommand.Create(terminal),
        ScaleCommand.Create(terminal),
        AslCommand.Create(terminal),
    ];

    [SuppressMessage("Design", "CA1031", Justification = "Nobody at a terminal is helped by a stack trace.")]
    private static async Task<ExitCode> GuardedAsync(Terminal terminal, Func<Task<ExitCode>> command)
    {
        try
        {
            return await command();
        }
        catch (RefusalException refusal)
        {
            return Refuse(terminal, refusal.Message, refusal.Code);
        }
        catch (JournalException refusal)
        {
            return Refuse(terminal, $"{refusal.Message.TrimEnd('.')}; --journal names another file.", ExitCode.Usage);
        }
        catch (Exception refusal) when (refusal is RejectedException or IOException or UnauthorizedAccessException)
        {
            return Refuse(terminal, refusal.Message, ExitCode.Usage);
        }
        catch (OperationCanceledException)
        {
            return Refuse(terminal, "ended by Ctrl-C.", ExitCode.Interrupted);
        }
        catch (Exception fault)
        {
            return Refuse(terminal, $"a fault of slipway itself, please report it with the command you typed: {fault.GetType().Name}: {fault.Message}", ExitCode.Broken);
        }
    }

    private static ExitCode Refuse(Terminal terminal, string sentence, ExitCode code)
    {
        foreach (var line in $"slipway: {sentence}".Wrap(Math.Max(40, terminal.Width)))
        {
            terminal.Error.Write($"{line}\n");
        }

        return code;
    }
}
