using System.Collections.Concurrent;
using Slipway.Aws.Kubernetes.Api;
using Slipway.Domain.Systems;

namespace Slipway.Aws.Kubernetes.Clusters;

/// <summary>Finds a cluster of a location by its name.</summary>
public delegate Task<ClusterAccess> FindCluster(Location location, string cluster, CancellationToken cancellationToken);

/// <summary>
/// The API servers in use, one connection for each: a cluster is looked up once, and again when its server cannot be reached
/// any more, since a cluster that was made anew has another address and another authority.
/// </summary>
/// <param name="jitter">Draws from 0 up to 1.</param>
public sealed class KubernetesClusters(FindCluster find, TimeProvider clock, Func<double> jitter, KubernetesOptions? options = null)
{
    private readonly ConcurrentDictionary<(Location Location, string Cluster), KubernetesApi> _open = new();

    public async Task<KubernetesApi> OpenAsync(Location location, string cluster, CancellationToken cancellationToken)
    {
        var key = (location, cluster);
        if (_open.TryGetValue(key, out var known))
        {
            return known;
        }

        KubernetesApi? opened = null;
        opened = new(await find(location, cluster, cancellationToken), clock, jitter, options ?? new(), () => _open.TryRemove(new(key, opened!)));
        return _open.GetOrAdd(key, opened);
    }
}
