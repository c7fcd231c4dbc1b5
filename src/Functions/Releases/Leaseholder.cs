using Slipway.Domain;
using Slipway.Domain.Releases;

namespace Slipway.Functions.Releases;

/// <summary>Takes and gives back the leases of all services of a release: all of them or none.</summary>
public sealed class Leaseholder(ILeases leases)
{
    /// <summary>Longer than any retry of a step takes; every step renews it, so that a release that died does not block the next for long.</summary>
    private static readonly TimeSpan Duration = TimeSpan.FromHours(1);

    /// <summary>Who holds each lease now. Where somebody else holds one, those taken are given back.</summary>
    public async Task<IReadOnlyList<Lease>> AcquireAsync(Release release, CancellationToken cancellationToken)
    {
        var held = new List<Lease>();
        foreach (var key in Keys(release))
        {
            held.Add(await leases.AcquireAsync(key, release.Id, Duration, cancellationToken));
        }

        if (held.Any(lease => lease.Holder != release.Id))
        {
            await GiveBackAsync(release, cancellationToken);
        }

        return held;
    }

    /// <summary>Renews the leases of a release that is on its way.</summary>
    /// <exception cref="RejectedException">Another release holds one by now: this one must not change anything any more.</exception>
    public async Task KeepAsync(Release release, CancellationToken cancellationToken)
    {
        foreach (var key in Keys(release))
        {
            var lease = await leases.AcquireAsync(key, release.Id, Duration, cancellationToken);
            if (lease.Holder != release.Id)
            {
                throw new RejectedException($"{release.Id} lost the lease of {key.Service} to {lease.Holder}.");
            }
        }
    }

    public async Task GiveBackAsync(Release release, CancellationToken cancellationToken)
    {
        foreach (var key in Keys(release))
        {
            await leases.ReleaseAsync(key, release.Id, cancellationToken);
        }
    }

    private static IEnumerable<LeaseKey> Keys(Release release) =>
        release.Services.Select(change => new LeaseKey(release.System, release.Environment, change.Service)).OrderBy(key => key.Service.Value, StringComparer.Ordinal);
}
