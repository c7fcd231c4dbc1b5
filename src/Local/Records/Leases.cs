using Slipway.Domain.Releases;

namespace Slipway.Local.Records;

/// <summary>
/// The leases of the account. All of them draw their tokens from one counter, because a release writes with the highest token
/// of its leases: counters of their own could leave a later holder below it.
/// </summary>
public sealed class Leases(Journal journal, TimeProvider clock) : ILeases
{
    private readonly Dictionary<LeaseKey, Lease> _leases = [];
    private long _lastToken;

    /// <summary>The leases that are held now, in the order of their tokens.</summary>
    public IReadOnlyList<Lease> Held => [.. _leases.Values.Where(IsHeld).OrderBy(lease => lease.Token)];

    public Task<Lease> AcquireAsync(LeaseKey key, ReleaseId holder, TimeSpan duration, CancellationToken cancellationToken)
    {
        var current = Current(key);
        if (current is not null && current.Holder != holder)
        {
            return Task.FromResult(current);
        }

        return Task.FromResult(Write(new Lease(key, holder, current?.Token ?? _lastToken + 1, clock.GetUtcNow() + duration)));
    }

    public Task<Lease?> FindAsync(LeaseKey key, CancellationToken cancellationToken) => Task.FromResult(Current(key));

    public Task ReleaseAsync(LeaseKey key, ReleaseId holder, CancellationToken cancellationToken)
    {
        if (Current(key) is { } current && current.Holder == holder)
        {
            Write(current with { Expires = clock.GetUtcNow() });
        }

        return Task.CompletedTask;
    }

    internal void Keep(Lease lease)
    {
        _leases[lease.Key] = lease;
        _lastToken = Math.Max(_lastToken, lease.Token);
    }

    private Lease? Current(LeaseKey key) => _leases.TryGetValue(key, out var lease) && IsHeld(lease) ? lease : null;

    private bool IsHeld(Lease lease) => lease.Expires > clock.GetUtcNow();

    private Lease Write(Lease lease)
    {
        journal.Write(Kinds.Lease, lease, RecordsJson.Default.Lease);
        Keep(lease);
        return lease;
    }
}
