namespace Slipway.Domain.Rollouts.Pauses;

/// <summary>Who continues a rollout that its cluster holds.</summary>
/// <param name="IsContinued">Whether the release does once what is held there is good; whoever put the hook there does otherwise.</param>
/// <param name="Within">How long those may take, at all pauses of a release together.</param>
public sealed record PausePolicy(bool IsContinued, TimeSpan Within)
{
    /// <summary>What holds where a manifest says nothing.</summary>
    public static PausePolicy Standard { get; } = new(IsContinued: false, TimeSpan.FromHours(1));
}
