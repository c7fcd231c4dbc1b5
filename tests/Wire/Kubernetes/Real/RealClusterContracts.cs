using Slipway.Aws.Kubernetes;
using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;
using Slipway.Tests.Ports;

namespace Slipway.Tests.Wire.Kubernetes.Real;

public sealed class DeploymentsOfARealCluster() : WorkloadsOfARealCluster(WorkloadKind.Deployment);

public sealed class StatefulSetsOfARealCluster() : WorkloadsOfARealCluster(WorkloadKind.StatefulSet);

/// <summary>The contract counts on three nodes that take the DaemonSet's pods.</summary>
public sealed class DaemonSetsOfARealCluster() : WorkloadsOfARealCluster(WorkloadKind.DaemonSet);

/// <summary>The contract, kept by the adapter before the cluster that <see cref="RealCluster.Variable"/> names.</summary>
public abstract class WorkloadsOfARealCluster(WorkloadKind kind) : WorkloadsContract(kind)
{
    protected override async Task<WorkloadBench> OpenAsync(WorkloadKind kind) => new Bench(await RealCluster.StartAsync(kind));

    private sealed class Bench(RealCluster cluster) : WorkloadBench
    {
        private int _made;

        public override IWorkloads Workloads { get; } = new KubernetesWorkloads(cluster.Clusters, TimeProvider.System);

        public override WorkloadAddress Address => cluster.Address;

        public override Image Make(SampleImage image) => image switch
        {
            SampleImage.Healthy => RealCluster.Pause[1 + (_made++ % 2)],
            SampleImage.Crashing => RealCluster.BusyBox,
            _ => RealCluster.Nowhere,
        };

        public override Task PassAsync() => RealCluster.PassAsync();

        public override async ValueTask DisposeAsync()
        {
            await cluster.DisposeAsync();
            await base.DisposeAsync();
        }
    }
}

/// <summary>The contract, kept by the adapter before the cluster that <see cref="RealCluster.Variable"/> names.</summary>
public sealed class JobsOfARealCluster : JobsContract
{
    protected override async Task<JobBench> OpenAsync() => new Bench(await RealCluster.StartAsync(WorkloadKind.Deployment));

    private sealed class Bench(RealCluster cluster) : JobBench
    {
        public override IJobs Jobs { get; } = new KubernetesJobs(cluster.Clusters);

        public override WorkloadAddress Like => cluster.Address;

        public override (Image Image, IReadOnlyList<string> Run) Make(SampleJob job) => job switch
        {
            SampleJob.Succeeds => (RealCluster.BusyBox, ["sh", "-c", "echo one; sleep 3; echo done"]),
            SampleJob.Fails => (RealCluster.BusyBox, ["sh", "-c", "echo one; sleep 3; echo broken; exit 1"]),
            SampleJob.Lasts => (RealCluster.BusyBox, ["sleep", "3600"]),
            _ => (RealCluster.Nowhere, ["true"]),
        };

        public override string LastLine(SampleJob job) => job == SampleJob.Fails ? "broken" : "done";

        public override Task PassAsync() => RealCluster.PassAsync();

        public override async ValueTask DisposeAsync()
        {
            await cluster.DisposeAsync();
            await base.DisposeAsync();
        }
    }
}
