using Slipway.Aws.Kubernetes;
using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;
using Slipway.Tests.Ports;
using Slipway.Tests.Wire.Kubernetes.Fake;

namespace Slipway.Tests.Wire.Kubernetes;

public sealed class DeploymentsOfTheFake() : WorkloadsOfTheFake(WorkloadKind.Deployment);

public sealed class StatefulSetsOfTheFake() : WorkloadsOfTheFake(WorkloadKind.StatefulSet);

public sealed class DaemonSetsOfTheFake() : WorkloadsOfTheFake(WorkloadKind.DaemonSet);

/// <summary>The contract, kept by the adapter before the fake API.</summary>
public abstract class WorkloadsOfTheFake(WorkloadKind kind) : WorkloadsContract(kind)
{
    protected override async Task<WorkloadBench> OpenAsync(WorkloadKind kind) => await FakeCluster.StartAsync(kind);
}

public sealed class DeploymentTemplatesOfTheFake() : TemplatesOfTheFake(WorkloadKind.Deployment);

public sealed class StatefulSetTemplatesOfTheFake() : TemplatesOfTheFake(WorkloadKind.StatefulSet);

public sealed class DaemonSetTemplatesOfTheFake() : TemplatesOfTheFake(WorkloadKind.DaemonSet);

/// <summary>The contract, kept by the adapter before the fake API.</summary>
public abstract class TemplatesOfTheFake(WorkloadKind kind) : WorkloadTemplatesContract(kind)
{
    protected override async Task<TemplateBench> OpenAsync(WorkloadKind kind)
    {
        var cluster = await FakeCluster.StartAsync(kind);
        return new(cluster, new KubernetesTemplates(cluster.Clusters), (name, value) =>
        {
            cluster.SetVariable(name, value);
            return Task.CompletedTask;
        });
    }
}

/// <summary>The contract, kept by the adapter before the fake API.</summary>
public sealed class CanariesOfTheFake() : CanariesContract(WorkloadKind.Deployment)
{
    protected override async Task<CanaryBench> OpenAsync(WorkloadKind kind)
    {
        var cluster = await FakeCluster.StartAsync(kind);
        return new(cluster, new KubernetesCanaries(cluster.Clusters));
    }
}

/// <summary>The contract, kept by the adapter before the fake API.</summary>
public sealed class BlueGreenOfTheFake : BlueGreenContract
{
    protected override async Task<BlueGreenBench> OpenAsync()
    {
        var cluster = await FakeCluster.StartAsync();
        cluster.Serve("api");
        return new(cluster, new KubernetesCanaries(cluster.Clusters), () => cluster.Reached("api"));
    }
}

/// <summary>The contract, kept by the adapter before the fake API.</summary>
public sealed class JobsOfTheFake : JobsContract
{
    protected override async Task<JobBench> OpenAsync() => new Bench(await FakeCluster.StartAsync());

    private sealed class Bench(FakeCluster cluster) : JobBench
    {
        public override IJobs Jobs { get; } = new KubernetesJobs(cluster.Clusters);

        public override WorkloadAddress Like => cluster.Address;

        public override (Image Image, IReadOnlyList<string> Run) Make(SampleJob job) => (cluster.Server.Images.Push("shop/api", FakeJobImages.Of(job)), ["migrate", "--all"]);

        public override string LastLine(SampleJob job) => job == SampleJob.Fails ? "broken" : "done";

        public override Task PassAsync() => cluster.PassAsync();

        public override async ValueTask DisposeAsync()
        {
            await cluster.DisposeAsync();
            await base.DisposeAsync();
        }
    }
}

/// <summary>Images whose container goes as a job does.</summary>
internal static class FakeJobImages
{
    public static FakeImage? Of(SampleJob job) => job switch
    {
        SampleJob.Succeeds => new(TimeSpan.Zero, TimeSpan.FromSeconds(5), Log: "one\ntwo\ndone\n"),
        SampleJob.Fails => new(TimeSpan.Zero, TimeSpan.FromSeconds(5), 1, Log: "one\ntwo\nbroken\n"),
        SampleJob.Lasts => new(TimeSpan.Zero),
        _ => null,
    };
}
