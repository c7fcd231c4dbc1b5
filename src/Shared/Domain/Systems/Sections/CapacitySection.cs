using Slipway.Domain.Rollouts.Capacity;
using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Shapes;
using static Slipway.Domain.Systems.Shapes.Key;

namespace Slipway.Domain.Systems.Sections;

/// <summary>What a manifest says about the room that a release needs before it begins.</summary>
internal static class CapacitySection
{
    private static readonly Words<bool> Nodes = new(("grow", false), ("fixed", true));

    public static MapShape Shape { get; } = new("{nodes: fixed, within: 15m}",
    [
        May("nodes", Nodes.Shape, "Whether nodes come by themselves for pods that find none: grow, unless said otherwise; or fixed, and pods must fit on those that there are."),
        May("within", Scalars.Duration, "How long a release waits for room, of quotas as well; without it, 15m."),
    ]);

    public static CapacityPolicy Read(ManifestNode capacity) =>
        new(Nodes.Find(capacity["nodes"].Text) ?? CapacityPolicy.Standard.AreNodesFixed, capacity["within"].Duration ?? CapacityPolicy.Standard.Within);
}
