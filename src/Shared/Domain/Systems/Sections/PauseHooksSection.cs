using Slipway.Domain.Rollouts.Canary;
using Slipway.Domain.Rollouts.Pauses;
using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Shapes;
using static Slipway.Domain.Systems.Shapes.Key;

namespace Slipway.Domain.Systems.Sections;

/// <summary>What a manifest says about services of ECS with pause hooks.</summary>
internal static class PauseHooksSection
{
    private static readonly Words<bool> Continuing = new(("others", false), ("slipway", true));

    public static MapShape Shape { get; } = new("{continuedBy: slipway}",
    [
        May("continuedBy", Continuing.Shape, "Who continues a deployment of ECS that waits at a pause hook: others, whoever put the hook there, unless said otherwise; or slipway, once what waits there is good. On the way back Slipway always does."),
        May("within", Scalars.Duration, "For continuedBy: others, how long they may take, at all pauses of a service together; without it, 1h."),
    ]);

    public static void Check(ManifestNode hooks, Problems problems)
    {
        if (hooks["within"] is not AbsentNode && Continuing.Find(hooks["continuedBy"].Text) == true)
        {
            problems.Add(hooks["within"], "belongs to continuedBy: others; remove it: Slipway takes no longer than verify.stableWithin and blueGreen.preview say");
        }
    }

    /// <param name="green">How the manifest has a green side looked at before it takes requests; null where it says nothing of one.</param>
    public static PausePolicy Read(ManifestNode hooks, CanaryPlan? green) =>
        new(Continuing.Find(hooks["continuedBy"].Text) ?? PausePolicy.Standard.IsContinued, hooks["within"].Duration ?? PausePolicy.Standard.Within)
        {
            Preview = green?.Steps.FirstOrDefault(step => step.Traffic == CanaryTraffic.None)?.For ?? TimeSpan.Zero,
            Smoke = green?.Preview ?? [],
        };
}
