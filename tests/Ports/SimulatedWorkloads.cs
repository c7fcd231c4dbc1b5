using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Canary;
using Slipway.Domain.Rollouts.Pauses;
using Slipway.Domain.Rollouts.Templates;
using Slipway.Domain.Systems;
using Slipway.Local.Account;
using Slipway.Local.Account.Clusters;
using Slipway.Tests.Local.Account;

namespace Slipway.Tests.Ports;

public sealed class SimulatedDeployments() : SimulatedWorkloads(WorkloadKind.Deployment);

public sealed class SimulatedStatefulSets() : SimulatedWorkloads(WorkloadKind.StatefulSet);

public sealed class SimulatedDaemonSets() : SimulatedWorkloads(WorkloadKind.DaemonSet);

public sealed class SimulatedEcsServices() : SimulatedWorkloads(WorkloadKind.EcsService);

public sealed class SimulatedCanaries() : SimulatedCanariesOf(WorkloadKind.Deployment);

public sealed class SimulatedEcsCanaries() : SimulatedCanariesOf(WorkloadKind.EcsService);

/// <summary>The contract, kept by the simulated account.</summary>
public abstract class SimulatedCanariesOf(WorkloadKind kind) : CanariesContract(kind)
{
    protected override async Task<CanaryBench> OpenAsync(WorkloadKind kind)
    {
        var bench = await SimulatedWorkloads.StartAsync(kind);
        return new(bench, bench.Canaries);
    }
}

public sealed class SimulatedDeploymentTemplates() : SimulatedTemplates(WorkloadKind.Deployment);

public sealed class SimulatedStatefulSetTemplates() : SimulatedTemplates(WorkloadKind.StatefulSet);

public sealed class SimulatedDaemonSetTemplates() : SimulatedTemplates(WorkloadKind.DaemonSet);

public sealed class SimulatedEcsTemplates() : SimulatedTemplates(WorkloadKind.EcsService);

/// <summary>The contract, kept by the simulated account.</summary>
public abstract class SimulatedTemplates(WorkloadKind kind) : WorkloadTemplatesContract(kind)
{
    protected override async Task<TemplateBench> OpenAsync(WorkloadKind kind)
    {
        var bench = await SimulatedWorkloads.StartAsync(kind);
        return new(bench, bench.Templates, (name, value) =>
        {
            bench.Cluster.SetVariable(bench.Address, name, value);
            return Task.CompletedTask;
        });
    }
}

/// <summary>The contract, kept by the simulated account.</summary>
public sealed class SimulatedBlueGreen : BlueGreenContract
{
    protected override async Task<BlueGreenBench> OpenAsync()
    {
        var bench = await SimulatedWorkloads.StartAsync(WorkloadKind.Deployment);
        return new(bench, bench.Canaries, () => bench.Serving);
    }
}

/// <summary>The contract, kept by the simulated account.</summary>
public sealed class SimulatedPausedRollouts : PausedRolloutsContract
{
    private static readonly SystemManifest Conducted = Shop.Manifest with
    {
        Environments = [.. Shop.Manifest.Environments.Select(environment => environment with
        {
            Rollout = environment.Rollout with { Canary = CanaryPlan.BlueGreen(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)) },
        })],
    };

    protected override async Task<PauseBench> OpenAsync(IReadOnlyList<PausePlace> hooks)
    {
        var bench = await SimulatedWorkloads.StartAsync(WorkloadKind.EcsService, Conducted);
        bench.Cluster.SetPauseHooks(bench.Address, hooks);
        return new(bench, bench.Cluster);
    }
}

/// <summary>The contract, kept by the simulated account.</summary>
public abstract class SimulatedWorkloads(WorkloadKind kind) : WorkloadsContract(kind)
{
    protected override async Task<WorkloadBench> OpenAsync(WorkloadKind kind) => await StartAsync(kind);

    internal static async Task<SimulatedBench> StartAsync(WorkloadKind kind, SystemManifest? manifest = null)
    {
        var bench = new SimulatedBench(kind switch
        {
            WorkloadKind.Deployment => "web",
            WorkloadKind.StatefulSet => "store",
            WorkloadKind.DaemonSet => "agent",
            _ => "mail",
        }, manifest);
        if (kind != WorkloadKind.DaemonSet)
        {
            await bench.Workloads.ScaleAsync(bench.Address, WorkloadBench.Replicas, Token);
        }

        await bench.SettleAsync();
        return bench;
    }

    internal sealed class SimulatedBench(string service, SystemManifest? manifest) : WorkloadBench
    {
        private readonly AccountRun _run = new(manifest: manifest);

        public override IWorkloads Workloads => _run.Account.Cluster;

        public IReadOnlyList<Digest> Serving => _run.Account.Cluster.ServingDigests(Address);

        public IWorkloadTemplates Templates => Cluster;

        public Cluster Cluster => _run.Account.Cluster;

        public ICanaries Canaries => _run.Account.Cluster;

        public override WorkloadAddress Address => Shop.Address(service);

        public override Image Make(SampleImage image) => _run.Account.Registry.Push($"shop/{service}", "v2", image switch
        {
            SampleImage.Healthy => ImageBehaviour.Healthy,
            SampleImage.Crashing => ImageBehaviour.CrashLoop,
            _ => ImageBehaviour.Missing,
        });

        public override Task PassAsync()
        {
            _run.Pass(TimeSpan.FromSeconds(3));
            return Task.CompletedTask;
        }

        public Task SettleAsync()
        {
            Assert.True(_run.Settle(TimeSpan.FromMinutes(10)));
            return Task.CompletedTask;
        }
    }
}
