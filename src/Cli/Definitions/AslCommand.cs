using Slipway.Cli.Screens;

namespace Slipway.Cli.Definitions;

/// <summary>slipway asl: state machines by themselves.</summary>
internal static class AslCommand
{
    public static Verb Create(Terminal terminal) => new Verb("asl", "Run a state machine's definition by itself, or recorded executions of AWS.")
    {
        Explanation = "Amazon States Language with JSONPath, on a virtual clock: a wait of a day takes no time.",
        Examples = [new("slipway asl run machine.asl.yaml --input input.json", "one execution"), new("slipway asl test recorded/", "every case of every .jsonl")],
        Endings = [ExitCode.Failed, ExitCode.Differs, ExitCode.Invalid],
    }
    .With(AslRunCommand.Create(terminal), AslTestCommand.Create(terminal));
}
