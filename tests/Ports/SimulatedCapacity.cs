using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Capacity;
using Slipway.Tests.Local.Account;

namespace Slipway.Tests.Ports;

/// <summary>The contract, kept by the simulated account.</summary>
public sealed class SimulatedCapacity : CapacityContract
{
    protected override async Task<CapacityBench> OpenAsync()
    {
        var bench = new Bench();
        await bench.Workloads.ScaleAsync(bench.Address, WorkloadBench.Replicas, Token);
        await bench.PassAsync();
        return bench;
    }

    [Fact]
    public async Task A_job_takes_a_pod_while_it_runs_and_stays_counted_as_a_job()
    {
        await using var bench = new Bench();
        bench.Limit("all", ("pods", 20), ("count/pods", 20), ("count/jobs.batch", 20));
        await bench.Run.Account.Jobs.StartAsync(new(new(bench.Address, "migrate-1"), bench.Run.Account.Registry.Push("shop/api", "v2"), ["migrate"], TimeSpan.FromMinutes(5)), Token);
        Assert.Equal([5, 5, 1], (await bench.Capacity.ReadAsync([bench.Address], false, Token)).Quotas.Select(quota => quota.Used));

        bench.Run.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal([4, 5, 1], (await bench.Capacity.ReadAsync([bench.Address], false, Token)).Quotas.Select(quota => quota.Used));
        bench.Run.Account.Quotas.Remove(bench.Address.Cluster, bench.Address.Namespace, "all");
        Assert.Empty((await bench.Capacity.ReadAsync([bench.Address], false, Token)).Quotas);
    }

    private sealed class Bench : CapacityBench
    {
        public AccountRun Run { get; } = new(manifest: Shop.Manifest with
        {
            Environments = [.. Shop.Manifest.Environments.Select(environment => environment with { Queues = [], Alarms = [], Services = [.. environment.Services.Where(service => service.Name.Value == "api")] })],
        });

        public override ICapacity Capacity => Run.Account.Quotas;

        public override IWorkloads Workloads => Run.Account.Cluster;

        public override WorkloadAddress Address => Shop.Address("api");

        public override int Deployments => 1;

        public override void Limit(string quota, params (string Resource, double Hard)[] limits) => Run.Account.Quotas.Set(Address.Cluster, Address.Namespace, quota, limits);

        public override void Forbid() => Run.Account.Quotas.Forbid(Address.Cluster);

        public override void Room(int pods) => Run.Account.Cluster.SetCapacity(Address.Cluster, pods);

        public override Task PassAsync()
        {
            Run.Pass(TimeSpan.FromSeconds(30));
            return Task.CompletedTask;
        }
    }
}
