using Microsoft.Extensions.Logging.Abstractions;
using Slipway.Domain;
using Slipway.Domain.Executions;
using Slipway.Domain.Images;
using Slipway.Domain.Notifications;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Scaling;
using Slipway.Functions;
using Slipway.Functions.Notices;
using Slipway.Functions.Scaling;
using Slipway.Tests.EndToEnd;

namespace Slipway.Tests.Functions.Scaling;

/// <summary>What becomes of a decision when the cluster does not do as it is told.</summary>
public sealed class ScalingEvaluationTests
{
    [Fact]
    public async Task A_change_that_failed_stands_in_no_period_and_the_next_tick_makes_it()
    {
        using var account = new Account("ode");
        var cluster = new ObstinateWorkloads(account.Slipway.Account.Cluster) { Scales = () => throw new UnavailableException("The cluster does not answer.") };
        await TickAsync(account, cluster);

        var state = State(account);
        Assert.Empty(state.Events);
        Assert.Equal((2, 1), (state.Decision!.To, state.Misses));
        Assert.Equal("It could not come to 4 replicas: The cluster does not answer.", state.Decision.Reason);

        cluster.Scales = () => { };
        account.Run(TimeSpan.FromSeconds(15));
        await TickAsync(account, cluster);
        Assert.Equal((4, 0), (State(account).Decision!.To, State(account).Misses));
    }

    [Fact]
    public async Task A_target_that_takes_too_long_is_left_to_the_next_tick()
    {
        using var account = new Account("ode");
        var cluster = new ObstinateWorkloads(account.Slipway.Account.Cluster) { Reads = token => Task.Delay(Timeout.Infinite, token) };
        var tick = TickAsync(account, cluster);
        account.Run(TimeSpan.FromSeconds(11));
        await tick;

        Assert.Equal("It could not be evaluated: it took longer than 10 s.", State(account).Decision!.Reason);
    }

    [Fact]
    public async Task People_are_told_of_an_outage_that_lasts_once_it_can_be_told()
    {
        using var account = new Account("ode");
        account.Slipway.Account.Queues.Refuse(new("ode"), new("production"), "jobs", "Its password is wrong.");
        for (var tick = 0; tick < 25; tick++)
        {
            await TickAsync(account, account.Slipway.Account.Cluster);
            account.Run(TimeSpan.FromSeconds(15));
        }

        var told = Assert.Single(account.Slipway.Memory.Outbox.Notices, notice => notice.Title.Contains("worker scales blindly", StringComparison.Ordinal));
        Assert.Contains("For 20 ticks in a row", told.Text, StringComparison.Ordinal);
        Assert.Contains("Its password is wrong.", told.Text, StringComparison.Ordinal);
    }

    private static ScalingState State(Account account) => account.Slipway.Memory.ScalingStates.All.Single(state => state.Service.Value == "worker");

    private static async Task TickAsync(Account account, IWorkloads workloads)
    {
        var (simulated, memory, clock) = (account.Slipway.Account, account.Slipway.Memory, account.Slipway.Clock);
        if (memory.ScalingStates.All.Count == 0)
        {
            simulated.Queues.Burst(new("ode"), new("production"), "jobs", 5000);
        }

        var readings = new ScalingReadings(simulated.Queues, simulated.Metrics, simulated.Usages, clock);
        var evaluation = new ScalingEvaluation(readings, new(workloads, simulated.NodeGroups, memory.Leases), memory.ScalingStates, new NoExecutions(), new Notifying(memory.Outbox, new NoDeliveries(), clock), new Settings(name => name), clock, NullLogger.Instance);
        var system = account.Slipway.Systems[0];
        var production = system.Environment(new("production"));
        var worker = production.Service(new("worker"));
        await evaluation.RunAsync(new ServiceTarget(system, production, worker, worker.Scaling!), [], TestContext.Current.CancellationToken);
    }

    private sealed class ObstinateWorkloads(IWorkloads inner) : IWorkloads
    {
        public Action Scales { get; set; } = () => { };

        public Func<CancellationToken, Task> Reads { get; set; } = _ => Task.CompletedTask;

        public async Task<ReplicaCount> CountAsync(WorkloadAddress workload, CancellationToken cancellationToken)
        {
            await Reads(cancellationToken);
            return await inner.CountAsync(workload, cancellationToken);
        }

        public Task<WorkloadState> ReadAsync(WorkloadAddress workload, CancellationToken cancellationToken) => inner.ReadAsync(workload, cancellationToken);

        public Task ChangeImageAsync(WorkloadAddress workload, Image image, long fencingToken, CancellationToken cancellationToken) => inner.ChangeImageAsync(workload, image, fencingToken, cancellationToken);

        public Task ScaleAsync(WorkloadAddress workload, int replicas, CancellationToken cancellationToken)
        {
            Scales();
            return inner.ScaleAsync(workload, replicas, cancellationToken);
        }

        public Task RestartAsync(WorkloadAddress workload, string restartId, CancellationToken cancellationToken) => inner.RestartAsync(workload, restartId, cancellationToken);
    }

    private sealed class NoExecutions : IStateMachines
    {
        public Task StartAsync(string stateMachineArn, string name, string input, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task SucceedAsync(string taskToken, string output, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class NoDeliveries : IDeliveryQueue
    {
        public Task SendAsync(string notice, TimeSpan delay, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
