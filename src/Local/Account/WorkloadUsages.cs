using Slipway.Domain.Rollouts;
using Slipway.Domain.Scaling;
using Slipway.Domain.Systems;
using Slipway.Local.Account.Clusters;

namespace Slipway.Local.Account;

/// <summary>What the account's workloads use of what they asked for: half of it, unless a scenario says otherwise. Of a service of ECS one figure is known, as in AWS.</summary>
public sealed class WorkloadUsages : IWorkloadUsage
{
    private const double Usual = 50;
    private readonly Cluster _cluster;
    private readonly Dictionary<(RunningWorkload Workload, UsedResource Resource), double> _percent = [];
    private readonly HashSet<RunningWorkload> _unreadable = [];

    internal WorkloadUsages(Cluster cluster) => _cluster = cluster;

    /// <summary>Lets every pod of a workload use this much of what it asked for from now on, in percent.</summary>
    public void Set(WorkloadAddress workload, UsedResource resource, double percent) => _percent[(_cluster.Find(workload), resource)] = percent;

    /// <summary>Makes what a workload uses unreadable, or readable again.</summary>
    public void SetReadable(WorkloadAddress workload, bool readable)
    {
        var running = _cluster.Find(workload);
        if (readable)
        {
            _unreadable.Remove(running);
        }
        else
        {
            _unreadable.Add(running);
        }
    }

    public Task<UsageReading> ReadAsync(WorkloadAddress workload, UsedResource resource, CancellationToken cancellationToken)
    {
        var running = _cluster.Find(workload);
        var pods = running.Pods.Where(pod => !pod.IsLeaving).ToList();
        var ready = pods.Count(pod => pod.IsReady);
        var percent = _percent.GetValueOrDefault((running, resource), Usual);
        return Task.FromResult(
            _unreadable.Contains(running) ? UsageReading.Unknown($"Nobody tells what {workload.Name} uses in the cluster {workload.Cluster}.")
            : ready == 0 ? new UsageReading([], pods.Count, 0) { Problem = $"No pod of {workload.Name} is ready in the cluster {workload.Cluster}." }
            : workload.Kind == WorkloadKind.EcsService ? new([percent], 1, 1)
            : new([.. Enumerable.Repeat(percent, ready)], pods.Count, ready));
    }
}
