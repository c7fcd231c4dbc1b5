namespace Slipway.Domain.Rollouts.Capacity;

/// <summary>How room for a release is judged before it begins.</summary>
/// <param name="AreNodesFixed">Whether no node comes by itself, so that pods must fit on those that there are.</param>
/// <param name="Within">How long a release waits for room.</param>
public sealed record CapacityPolicy(bool AreNodesFixed, TimeSpan Within)
{
    /// <summary>What holds where a manifest says nothing.</summary>
    public static CapacityPolicy Standard { get; } = new(AreNodesFixed: false, TimeSpan.FromMinutes(15));
}
