using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;
using Slipway.Local.Account.Clusters;

namespace Slipway.Local.Account.Monitoring;

/// <summary>An environment of a system as its users meet it: which services take requests, and how what runs answers them.</summary>
internal sealed class Site
{
    /// <summary>The share of requests that an image with errors fails.</summary>
    public const double FailingShare = 0.3;

    private readonly Cluster _cluster;

    public Site(SystemManifest system, EnvironmentManifest environment, Cluster cluster)
    {
        (System, Environment, _cluster) = (system, environment, cluster);
        var own = environment.Services.Where(service => service.Registry is null).ToList();
        var front = own.Where(service => service.Kind is WorkloadKind.Deployment or WorkloadKind.EcsService && !Consumes(service)).ToList();
        Front = front.Count > 0 ? front : own;
    }

    public SystemManifest System { get; }

    public EnvironmentManifest Environment { get; }

    /// <summary>The services behind the load balancer, in dependency order.</summary>
    public IReadOnlyList<Service> Front { get; }

    /// <summary>Requests per minute for the whole environment.</summary>
    public double Load { get; set; } = 600;

    /// <summary>Counts every change that was asked of the environment's workloads.</summary>
    public int Changes => Environment.Services.Sum(service => Workload(service.Name).Changes);

    public RunningWorkload Workload(ServiceName service) => _cluster.Find(WorkloadAddress.Of(Environment, Environment.Service(service)));

    public Service? FindService(string name) => Environment.Services.FirstOrDefault(service => service.Name.Value == name);

    /// <summary>The workload of a service and its canary, while it has one.</summary>
    public IEnumerable<RunningWorkload> Running(ServiceName service) => _cluster.Together(Workload(service));

    public IReadOnlyList<Pod> Serving(Service service) => [.. Running(service.Name).SelectMany(running => running.Serving)];

    /// <summary>Whether a request is for the green side alone.</summary>
    public bool IsPreview(string url) => Environment.Rollout.Canary?.Preview.Any(check => check.Url == url) == true;

    /// <summary>What such a request meets.</summary>
    public IReadOnlyList<Pod> Previewed(Service service) => Workload(service.Name) is var workload && _cluster.BesideOf(workload) is { } green ? [.. green.Serving] : [.. workload.Green];

    /// <summary>The share of a service's requests that its pods answer with 5xx.</summary>
    public double FailureShare(Service service)
    {
        var serving = Serving(service);
        return serving.Count == 0 ? 0 : FailingShare * serving.Count(pod => pod.Behaviour == ImageBehaviour.Errors) / serving.Count;
    }

    private bool Consumes(Service service) => Environment.Queues.Any(queue => queue.Consumer == service.Name);
}
