using Slipway.Domain;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Capacity;
using Slipway.Domain.Systems;

namespace Slipway.Local.Account.Clusters;

/// <summary>
/// The quotas of the account's namespaces, and the room that its clusters have for pods. Each pod takes a quarter of a core and of a GiB, its
/// limits are twice that. A quota counts, and says what is left: a pod that is too many is not kept from coming here.
/// </summary>
public sealed class Quotas : ICapacity
{
    private static readonly PodDemand OnePod = new(new Dictionary<string, double>(StringComparer.Ordinal)
    {
        ["pods"] = 1,
        ["requests.cpu"] = 0.25,
        ["requests.memory"] = 1L << 28,
        ["limits.cpu"] = 0.5,
        ["limits.memory"] = 1L << 29,
    });

    private readonly Cluster _cluster;
    private readonly Jobs _jobs;
    private readonly Dictionary<(string Cluster, string Namespace, string Name), IReadOnlyDictionary<string, double>> _quotas = [];
    private readonly HashSet<string> _unlisted = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unreachable = new(StringComparer.Ordinal);

    internal Quotas(Cluster cluster, Jobs jobs) => (_cluster, _jobs) = (cluster, jobs);

    /// <summary>Makes a quota, or changes it: what a namespace may have of each resource, as quotas name it.</summary>
    public void Set(string cluster, string space, string name, params IReadOnlyList<(string Resource, double Hard)> limits) =>
        _quotas[(cluster, space, name)] = limits.ToDictionary(limit => limit.Resource, limit => limit.Hard, StringComparer.Ordinal);

    public void Remove(string cluster, string space, string name) => _quotas.Remove((cluster, space, name));

    /// <summary>Takes the right to list quotas away from Slipway.</summary>
    public void Forbid(string cluster) => _unlisted.Add(cluster);

    /// <summary>Puts a cluster's API out of reach for who asks for room, or back into it.</summary>
    public void SetReachable(string cluster, bool reachable) => _ = reachable ? _unreachable.Remove(cluster) : _unreachable.Add(cluster);

    public Task<CapacityReading> ReadAsync(IReadOnlyList<WorkloadAddress> workloads, bool asksNodes, CancellationToken cancellationToken)
    {
        var (cluster, space) = (workloads[0].Cluster, workloads[0].Namespace);
        if (_unreachable.Contains(cluster))
        {
            throw new UnavailableException($"The cluster {cluster} does not answer in time.");
        }

        if (workloads[0].Kind == WorkloadKind.EcsService)
        {
            return Task.FromResult(CapacityReading.Unlimited);
        }

        var limits = _unlisted.Contains(cluster) ? [] : Limits(cluster, space).ToList();
        return Task.FromResult(new CapacityReading(limits, limits.Count > 0 || asksNodes ? [.. workloads.Select(Demand)] : [])
        {
            Untold = _unlisted.Contains(cluster) ? $"Slipway may not list resourcequotas in {space}" : null,
            Nodes = asksNodes ? [new("all", new Dictionary<string, double>(StringComparer.Ordinal) { ["pods"] = _cluster.RoomIn(cluster) ?? double.MaxValue, ["cpu"] = double.MaxValue, ["memory"] = double.MaxValue })] : null,
        });
    }

    private IEnumerable<QuotaLimit> Limits(string cluster, string space)
    {
        var ((pods, deployments), (running, jobs)) = (_cluster.CountIn(cluster, space), _jobs.CountIn(cluster, space));
        return _quotas.Where(quota => quota.Key.Cluster == cluster && quota.Key.Namespace == space)
            .SelectMany(quota => quota.Value.Select(limit => new QuotaLimit(quota.Key.Name, limit.Key, limit.Value, limit.Key switch
            {
                CapacityMoment.EveryPod => pods + jobs,
                CapacityMoment.Deployments => deployments,
                CapacityMoment.Jobs => jobs,
                _ => (pods + running) * OnePod.Takes.GetValueOrDefault(limit.Key),
            })));
    }

    private WorkloadDemand Demand(WorkloadAddress address)
    {
        var replicas = _cluster.Find(address).Desired;
        return new(address, replicas, (address.Kind == WorkloadKind.Deployment ? Replacement.OfDeployment("25%", "25%") : Replacement.InPlace).Beside(replicas), OnePod, OnePod);
    }
}
