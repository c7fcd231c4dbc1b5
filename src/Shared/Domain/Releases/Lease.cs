using Slipway.Domain.Systems;

namespace Slipway.Domain.Releases;

/// <summary>What a lease is about: one service in one environment.</summary>
public readonly record struct LeaseKey(SystemName System, EnvironmentName Environment, ServiceName Service)
{
    public override string ToString() => $"{System}/{Environment}/{Service}";
}

/// <summary>The right to change a service, until <paramref name="Expires"/>. Every new holder gets a higher token; a write with an older one is refused.</summary>
public sealed record Lease(LeaseKey Key, ReleaseId Holder, long Token, DateTimeOffset Expires);

/// <summary>Who may change what: one holder for each service and environment.</summary>
public interface ILeases
{
    /// <summary>Takes the lease or renews it when it is held already by the same release; answers with whoever holds it then.</summary>
    Task<Lease> AcquireAsync(LeaseKey key, ReleaseId holder, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Who holds the lease now; null when nobody does.</summary>
    Task<Lease?> FindAsync(LeaseKey key, CancellationToken cancellationToken);

    /// <summary>Gives the lease back; nothing happens when this release does not hold it.</summary>
    Task ReleaseAsync(LeaseKey key, ReleaseId holder, CancellationToken cancellationToken);
}
