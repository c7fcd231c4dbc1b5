using Slipway.Domain.Executions;
using Slipway.Domain.Images;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Releases;

/// <summary>A push on its way from environment to environment: what the promotion state machine carries. The first of <paramref name="Environments"/> is next.</summary>
public sealed record Promotion(SystemName System, Push Push, IReadOnlyList<EnvironmentName> Environments)
{
    /// <summary>The release in the environment that it is in now; null before the first.</summary>
    public Release? Release { get; init; }

    /// <summary>What a state machine caught, for the handler that deals with it; never kept.</summary>
    public TaskError? Error { get; init; }
}
