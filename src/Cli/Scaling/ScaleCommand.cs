using Slipway.Cli.Screens;

namespace Slipway.Cli.Scaling;

/// <summary>slipway scale: what scaling would do, without anything that is scaled.</summary>
internal static class ScaleCommand
{
    public static Verb Create(Terminal terminal) => new Verb("scale", "Ask the rules of autoscaling by themselves.")
    {
        Examples =
        [
            new("slipway scale replay --policy docs/replay.yaml --trace docs/load.csv", "a load under several policies"),
            new("slipway scale check cases.json", "cases of the autoscaler of Kubernetes"),
        ],
        Endings = [ExitCode.Differs, ExitCode.Invalid],
    }
    .With(ScaleReplayCommand.Create(terminal), ScaleCheckCommand.Create(terminal));
}
