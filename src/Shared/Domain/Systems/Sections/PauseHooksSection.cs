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
        May("within", Scalars.Duration, "For continuedBy: others, how long they may take, at all pauses of a release together; without it, 1h."),
    ]);

    public static void Check(ManifestNode document, Problems problems)
    {
        var (hooks, green) = (document["rollout"]["pauseHooks"], document["rollout"]["blueGreen"]["smoke"]);
        var services = document["services"].Entries.Count(service => service.Value["kind"].Text == "EcsService");
        if (hooks is not AbsentNode && services == 0)
        {
            problems.Add(hooks, "only services of ECS have pause hooks, and there are none here; remove it");
        }

        if (Continuing.Find(hooks["continuedBy"].Text) != true)
        {
            return;
        }

        if (hooks["within"] is not AbsentNode)
        {
            problems.Add(hooks["within"], "belongs to continuedBy: others; remove it: Slipway takes no longer than verify.stableWithin and blueGreen.preview say");
        }

        foreach (var smoke in green.Items.Where(smoke => services > 1 && smoke["service"] is AbsentNode))
        {
            problems.Add(smoke, "is asked once a service is held before its requests, and there are several of ECS; write which must answer it, such as service: services.api");
        }
    }

    public static PausePolicy Read(ManifestNode hooks) =>
        new(Continuing.Find(hooks["continuedBy"].Text) ?? PausePolicy.Standard.IsContinued, hooks["within"].Duration ?? PausePolicy.Standard.Within);
}
