using System.Text.Json.Nodes;
using Slipway.Domain;
using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Canary;
using Slipway.Domain.Rollouts.Pauses;
using Slipway.Domain.Rollouts.Templates;
using Slipway.Domain.Systems;

namespace Slipway.Local.Account.Clusters;

/// <summary>The clusters of the account: every service of the manifests runs here, from the start on an image that is well.</summary>
public sealed class Cluster : IWorkloads, IWorkloadTemplates, ICanaries, IPausedRollouts
{
    private readonly Dictionary<(string Cluster, string Namespace, string Name), RunningWorkload> _workloads = [];
    private readonly Dictionary<string, int> _capacity = new(StringComparer.Ordinal);
    private readonly List<RunningWorkload> _order = [];
    private readonly Dictionary<RunningWorkload, RunningWorkload> _canaries = [];
    private readonly HashSet<RunningWorkload> _takingRequests = [];
    private readonly HashSet<RunningWorkload> _sharing = [];
    private readonly Chance _chance;
    private readonly PodLife _life;

    public Cluster(VirtualClock clock, Chance chance, Registry registry, IReadOnlyList<SystemManifest> systems)
    {
        (_chance, _life) = (chance, new(clock, chance, registry));
        foreach (var environment in systems.SelectMany(system => system.Environments))
        {
            foreach (var service in environment.Services)
            {
                var address = WorkloadAddress.Of(environment, service);
                var workload = new RunningWorkload(address, service, environment.Rollout.StableWithin, this, _life, chance);
                var takesRequests = !environment.Queues.Any(queue => queue.Consumer == service.Name);
                workload.Begin(registry.Seed(service.Registry, service.Repository), service.Replicas.Desired, service.Kind == WorkloadKind.EcsService && takesRequests ? environment.Rollout.Canary?.Keep : null);
                _workloads[(address.Cluster, address.Namespace, address.Name)] = workload;
                _order.Add(workload);
                if (takesRequests)
                {
                    _takingRequests.Add(workload);
                }
            }
        }
    }

    /// <summary>Called before anything changes that serves: what flows is reckoned up to here.</summary>
    internal Action Changing { get; set; } = () => { };

    /// <summary>Where the workloads are, in the manifests' order.</summary>
    public IReadOnlyList<WorkloadAddress> Workloads => [.. _order.Except(_canaries.Values).Select(workload => workload.Address)];

    /// <summary>Where canaries run now.</summary>
    public IReadOnlyList<WorkloadAddress> Canaries => [.. _canaries.Values.Where(canary => !canary.IsEnding).Select(canary => canary.Address)];

    /// <summary>The pods of a workload, oldest first.</summary>
    public IReadOnlyList<PodView> Pods(WorkloadAddress workload) => [.. Find(workload).Pods.Select(pod => pod.View)];

    /// <summary>The digests of the pods that serve, one for each pod.</summary>
    public IReadOnlyList<Digest> ServingDigests(WorkloadAddress workload) => [.. Together(Find(workload)).SelectMany(running => running.Serving).Select(pod => pod.Image.Digest)];

    /// <summary>What has not arrived at what is asked of it; empty when everything has settled.</summary>
    public IReadOnlyList<string> Unsettled => [.. _order.Where(workload => !workload.IsSettled).Select(workload =>
        $"{workload.Address.Cluster}/{workload.Address.Name}: {string.Join(", ", workload.Pods.Select(pod => $"{pod.Name} {pod.Reason ?? pod.Phase.ToString()}"))}")];

    /// <summary>Somebody who is not Slipway sets a variable of a workload's container, as <c>kubectl set env</c> does; null removes it.</summary>
    public void SetVariable(WorkloadAddress workload, string name, string? value) => Find(workload).Rewrite(template =>
    {
        var variables = template["containers"]![0]!["env"]!.AsArray();
        variables.RemoveAll(variable => (string?)variable!["name"] == name);
        if (value is not null)
        {
            variables.Add(new JsonObject { ["name"] = name, ["value"] = value });
        }
    });

    /// <summary>How many pods a cluster has room for; null for any number. Where there are more, the youngest have to go and wait for room.</summary>
    public void SetCapacity(string cluster, int? pods)
    {
        _capacity[cluster] = pods ?? int.MaxValue;
        var placed = Placed(cluster).Where(pod => !pod.Pod.IsLeaving).ToList();
        foreach (var (pod, workload) in placed.Skip(_capacity[cluster]).Reverse())
        {
            workload.Evict(pod);
        }

        PlaceWaiting(cluster);
    }

    /// <summary>The pods of a cluster that are not leaving, and which of them wait for a node.</summary>
    internal IEnumerable<(string Name, bool IsWaiting)> PodsOf(string cluster) =>
        _order.Where(workload => workload.Address.Cluster == cluster).SelectMany(workload => workload.Pods).Where(pod => !pod.IsLeaving).Select(pod => (pod.Name, pod.Reason == Unschedulable));

    /// <summary>How many pods of a namespace there are, those included that leave, and how many Deployments.</summary>
    internal (int Pods, int Deployments) CountIn(string cluster, string space)
    {
        var own = _order.Where(workload => workload.Address.Cluster == cluster && workload.Address.Namespace == space && workload.Address.Kind != WorkloadKind.EcsService).ToList();
        return (own.Sum(workload => workload.Pods.Count), own.Count(workload => workload.Address.Kind == WorkloadKind.Deployment));
    }

    /// <summary>How many pods more a cluster has room for; null for any number.</summary>
    internal int? RoomIn(string cluster) => _capacity.TryGetValue(cluster, out var pods) && pods < int.MaxValue ? pods - Placed(cluster).Count() : null;

    public Task<ReplicaCount> CountAsync(WorkloadAddress workload, CancellationToken cancellationToken) => Task.FromResult(Find(workload).Count());

    public Task<WorkloadState> ReadAsync(WorkloadAddress workload, CancellationToken cancellationToken) => Task.FromResult(Find(workload).Read());

    public Task ChangeImageAsync(WorkloadAddress workload, Image image, long fencingToken, CancellationToken cancellationToken)
    {
        Find(workload).ChangeImage(image, fencingToken);
        return Task.CompletedTask;
    }

    public Task ScaleAsync(WorkloadAddress workload, int replicas, CancellationToken cancellationToken)
    {
        if (replicas < 0)
        {
            throw new RejectedException($"{workload.Name} cannot have {replicas} replicas.");
        }

        if (workload.Kind == WorkloadKind.DaemonSet)
        {
            throw new RejectedException($"{workload.Name} is a DaemonSet: it has one replica on each node and cannot be scaled.");
        }

        Find(workload).Scale(replicas);
        return Task.CompletedTask;
    }

    public Task RestartAsync(WorkloadAddress workload, string restartId, CancellationToken cancellationToken)
    {
        Find(workload).Restart(restartId);
        return Task.CompletedTask;
    }

    Task<WorkloadTemplate> IWorkloadTemplates.ReadAsync(WorkloadAddress workload, CancellationToken cancellationToken) => Task.FromResult(Find(workload).Template);

    public Task RestoreAsync(WorkloadAddress workload, WorkloadTemplate template, Image image, long fencingToken, CancellationToken cancellationToken)
    {
        Find(workload).Restore(template, image, fencingToken);
        return Task.CompletedTask;
    }

    /// <summary>From now on pause hooks hold the deployments of a service of ECS that deploys blue/green by itself.</summary>
    public void SetPauseHooks(WorkloadAddress workload, params IReadOnlyList<PausePlace> places) => Find(workload).SetPauseHooks(places.ToHashSet());

    public Task ContinueAsync(WorkloadAddress workload, RolloutPause pause, CancellationToken cancellationToken)
    {
        Find(workload).Continue(pause);
        return Task.CompletedTask;
    }

    /// <summary>From now on another workload is behind the same Service.</summary>
    public void ShareService(WorkloadAddress workload) => _sharing.Add(Find(workload));

    /// <summary>What works on a queue takes messages; services of ECS deploy blue/green by themselves.</summary>
    public Task<bool> TakesRequestsAsync(WorkloadAddress workload, CancellationToken cancellationToken) =>
        workload.Kind == WorkloadKind.Deployment && Find(workload) is var running && _takingRequests.Contains(running)
            ? _sharing.Contains(running)
                ? throw new RejectedException($"The Service {workload.Namespace}/{workload.Name} sends requests to another workload as well: give each its own.")
                : Task.FromResult(true)
            : Task.FromResult(false);

    public Task<bool> TakesAllAsync(WorkloadAddress workload, CancellationToken cancellationToken) =>
        Task.FromResult(BesideOf(Find(workload)) is { Traffic: CanaryTraffic.All, IsEnding: false });

    public Task RunAsync(WorkloadAddress workload, Image image, int replicas, CanaryTraffic traffic, long fencingToken, CancellationToken cancellationToken)
    {
        var source = Find(workload);
        source.RefuseOlder(fencingToken);
        var address = CanaryAddress.Of(workload);
        if (!_canaries.TryGetValue(source, out var canary))
        {
            canary = new(address, source.Service, source.StableWithin, this, _life, _chance);
            canary.Begin(image, 0);
            _canaries[source] = _workloads[(address.Cluster, address.Namespace, address.Name)] = canary;
            _order.Add(canary);
        }
        else if (canary.IsEnding)
        {
            throw new UnavailableException($"The service {address.Name} in the cluster {address.Cluster} is still leaving.");
        }

        canary.ChangeImage(image, fencingToken);
        canary.Scale(replicas);
        if (traffic == CanaryTraffic.All && canary.Read() is var state && (state.Ready < replicas || state.Old > 0))
        {
            throw new UnavailableException($"The green side {address.Name} has {state.Ready} of {replicas} replicas ready: it gets no requests before all are.");
        }

        canary.Take(traffic);
        return Task.CompletedTask;
    }

    public Task<bool> IsGoneAsync(WorkloadAddress workload, CancellationToken cancellationToken) => Task.FromResult(!_canaries.ContainsKey(Find(workload)));

    public Task EndAsync(WorkloadAddress workload, long fencingToken, CancellationToken cancellationToken)
    {
        if (_canaries.TryGetValue(Find(workload), out var canary) && canary.Token <= fencingToken)
        {
            canary.End();
        }

        return Task.CompletedTask;
    }

    /// <summary>What takes a workload's requests and messages: itself and its canary, while it has one, or with blue/green either.</summary>
    internal IEnumerable<RunningWorkload> Together(RunningWorkload workload) => BesideOf(workload) switch
    {
        null or { Traffic: CanaryTraffic.None } or { Traffic: CanaryTraffic.All, IsEnding: true } => [workload],
        { Traffic: CanaryTraffic.All } green => [green],
        var canary => [workload, canary],
    };

    /// <summary>The canary of a workload; null while it has none.</summary>
    internal RunningWorkload? BesideOf(RunningWorkload workload) => _canaries.GetValueOrDefault(workload);

    /// <summary>A canary whose last pod has gone is no more.</summary>
    internal void Forget(RunningWorkload canary)
    {
        _order.Remove(canary);
        _workloads.Remove((canary.Address.Cluster, canary.Address.Namespace, canary.Address.Name));
        _canaries.Remove(_canaries.Single(pair => pair.Value == canary).Key);
    }

    internal RunningWorkload Find(WorkloadAddress address) =>
        _workloads.TryGetValue((address.Cluster, address.Namespace, address.Name), out var workload) && workload.Address.Kind == address.Kind
            ? workload
            : throw new RejectedException($"There is no {address.Kind} {address.Namespace}/{address.Name} in the cluster {address.Cluster}; it has {Existing(address.Cluster)}.");

    /// <summary>Gives a pod a node, or lets it wait for one.</summary>
    internal void Place(Pod pod, RunningWorkload workload)
    {
        var cluster = workload.Address.Cluster;
        if (Placed(cluster).Count(placed => placed.Pod != pod) < _capacity.GetValueOrDefault(cluster, int.MaxValue))
        {
            workload.Place(pod);
        }
        else
        {
            pod.Suffer(Unschedulable, "0 nodes are available: insufficient cpu, insufficient memory.");
        }
    }

    /// <summary>Places the pods that wait, as far as there is room.</summary>
    internal void PlaceWaiting(string cluster)
    {
        foreach (var workload in _order.Where(workload => workload.Address.Cluster == cluster).ToList())
        {
            foreach (var pod in workload.Pods.Where(pod => pod.Reason == Unschedulable).ToList())
            {
                Place(pod, workload);
            }
        }
    }

    private const string Unschedulable = "Unschedulable";

    private IEnumerable<(Pod Pod, RunningWorkload Workload)> Placed(string cluster) =>
        _order.Where(workload => workload.Address.Cluster == cluster).SelectMany(workload => workload.Pods.Where(pod => pod.Reason != Unschedulable).Select(pod => (pod, workload)));

    private string Existing(string cluster)
    {
        var names = _order.Where(workload => workload.Address.Cluster == cluster)
            .Select(workload => $"{workload.Address.Kind} {workload.Address.Namespace}/{workload.Address.Name}").ToList();
        return names.Count == 0 ? "nothing" : string.Join(", ", names);
    }
}
