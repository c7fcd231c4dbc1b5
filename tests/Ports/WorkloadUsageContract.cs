using Slipway.Domain.Rollouts;
using Slipway.Domain.Scaling;
using Slipway.Tests.Local.Account;

namespace Slipway.Tests.Ports;

/// <summary>What holds for the usage of a workload, wherever it runs.</summary>
public abstract class WorkloadUsageContract
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(80, 30)]
    [InlineData(12.5, 150)]
    public async Task What_is_used_is_a_share_of_what_was_asked_for_for_each_resource_by_itself(double cpu, double memory)
    {
        await using var bench = await OpenAsync();
        await bench.UseAsync(UsedResource.Cpu, cpu);
        await bench.UseAsync(UsedResource.Memory, memory);

        foreach (var (resource, percent) in new[] { (UsedResource.Cpu, cpu), (UsedResource.Memory, memory) })
        {
            var reading = await bench.Usage.ReadAsync(bench.Address, resource, Token);
            Assert.Null(reading.Problem);
            Assert.Equal(Enumerable.Repeat(percent, bench.Levels), reading.Levels.Select(level => Math.Round(level, 1)));
            Assert.Equal((bench.Levels, bench.Levels), (reading.Pods, reading.Ready));
        }
    }

    [Fact]
    public async Task A_usage_that_nobody_tells_now_is_unknown_rather_than_none()
    {
        await using var bench = await OpenAsync();
        await bench.StopAnsweringAsync();
        var reading = await bench.Usage.ReadAsync(bench.Address, UsedResource.Cpu, Token);
        Assert.Empty(reading.Levels);
        Assert.EndsWith(".", reading.Problem, StringComparison.Ordinal);
    }

    protected abstract Task<UsageBench> OpenAsync();
}

/// <summary>A workload that has settled, and what stands behind its figures.</summary>
public abstract class UsageBench : IAsyncDisposable
{
    public abstract IWorkloadUsage Usage { get; }

    public abstract WorkloadAddress Address { get; }

    /// <summary>How many levels it has.</summary>
    public abstract int Levels { get; }

    /// <summary>Lets it use this much of what it asked for, in percent.</summary>
    public abstract Task UseAsync(UsedResource resource, double percent);

    public abstract Task StopAnsweringAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

public sealed class SimulatedDeploymentUsage() : SimulatedUsage("web", 3);

public sealed class SimulatedEcsUsage() : SimulatedUsage("mail", 1);

/// <summary>The contract, kept by the simulated account.</summary>
public abstract class SimulatedUsage(string service, int levels) : WorkloadUsageContract
{
    protected override Task<UsageBench> OpenAsync() => Task.FromResult<UsageBench>(new Bench(service, levels));

    [Fact]
    public async Task Half_is_used_unless_it_is_said_otherwise_and_what_was_unreadable_may_be_readable_again()
    {
        var (account, address) = (new AccountRun().Account, Shop.Address(service));
        account.Usages.SetReadable(address, false);
        account.Usages.SetReadable(address, true);
        Assert.Equal(Enumerable.Repeat(50.0, levels), (await account.Usages.ReadAsync(address, UsedResource.Memory, Token)).Levels);
    }

    [Fact]
    public async Task A_workload_without_a_pod_has_no_level()
    {
        var (run, address) = (new AccountRun(), Shop.Address(service));
        await run.Account.Cluster.ScaleAsync(address, 0, Token);
        Assert.True(run.Settle(TimeSpan.FromMinutes(5)));
        Assert.Equal((0, 0, $"No pod of {address.Name} is ready in the cluster shop-production."), Parts(await run.Account.Usages.ReadAsync(address, UsedResource.Cpu, Token)));
    }

    private static (int, int, string?) Parts(UsageReading reading) => (reading.Levels.Count, reading.Pods, reading.Problem);

    private sealed class Bench(string service, int levels) : UsageBench
    {
        private readonly AccountRun _run = new();

        public override IWorkloadUsage Usage => _run.Account.Usages;

        public override WorkloadAddress Address => Shop.Address(service);

        public override int Levels => levels;

        public override Task UseAsync(UsedResource resource, double percent)
        {
            _run.Account.Usages.Set(Address, resource, percent);
            return Task.CompletedTask;
        }

        public override Task StopAnsweringAsync()
        {
            _run.Account.Usages.SetReadable(Address, false);
            return Task.CompletedTask;
        }
    }
}
