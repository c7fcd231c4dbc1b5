using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Rollouts;

/// <summary>The last verified image of a service in an environment with its configuration, kept outside the cluster: what a rollback returns to.</summary>
public sealed record LastKnownGood(SystemName System, EnvironmentName Environment, ServiceName Service, Image Image, string Tag, ReleaseId Release, DateTimeOffset VerifiedAt)
{
    /// <summary>How many replicas were asked for when it was verified; null in records that are older than this.</summary>
    public int? Replicas { get; init; }

    /// <summary>The fingerprint of the template that it was verified with; null in records that are older than this.</summary>
    public string? Template { get; init; }
}

/// <summary>Remembers the last verified image of every service.</summary>
public interface ILastKnownGood
{
    Task<LastKnownGood?> FindAsync(SystemName system, EnvironmentName environment, ServiceName service, CancellationToken cancellationToken);

    Task SaveAsync(LastKnownGood good, CancellationToken cancellationToken);
}
