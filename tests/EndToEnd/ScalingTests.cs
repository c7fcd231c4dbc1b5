using Slipway.Domain.Releases;
using Slipway.Local.Hosting;
using Slipway.Local.StepFunctions;

namespace Slipway.Tests.EndToEnd;

/// <summary>Workers follow their queue: the autoscaling state machine, started every minute by its schedule.</summary>
public sealed class ScalingTests
{
    [Fact]
    public void A_burst_brings_workers_in_the_steps_of_the_manifest_and_quiet_takes_them_away()
    {
        using var account = new Account("ode");
        account.Slipway.Deployment.StartSchedules();
        account.Run(TimeSpan.FromMinutes(2));
        account.Slipway.Account.Queues.SetService(new("ode"), new("production"), "jobs", 10);
        account.Slipway.Account.Queues.Burst(new("ode"), new("production"), "jobs", 2000);

        var seen = Replicas(account, TimeSpan.FromMinutes(40));

        Assert.Equal([2, 4, 8, 12, 16, 20, 10, 5, 2], seen);
    }

    [Fact]
    public void A_queue_that_cannot_be_read_takes_no_worker_away()
    {
        using var account = new Account("ode");
        account.Slipway.Deployment.StartSchedules();
        account.Slipway.Account.Queues.SetService(new("ode"), new("production"), "jobs", 10);
        account.Slipway.Account.Queues.Burst(new("ode"), new("production"), "jobs", 500);
        account.Run(TimeSpan.FromMinutes(3));
        account.Slipway.Account.Queues.SetReadable(new("ode"), new("production"), "jobs", false);

        Assert.Equal([20], Replicas(account, TimeSpan.FromHours(1)));
        Assert.Contains("could not be read", Assert.Single(account.Slipway.Memory.ScalingStates.All).Decision!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_scales_in_while_a_release_changes_the_service()
    {
        using var account = new Account("ode");
        account.Slipway.Deployment.StartSchedules();
        account.Slipway.Account.Queues.SetService(new("ode"), new("production"), "jobs", 1000);
        account.Slipway.Account.Queues.Burst(new("ode"), new("production"), "jobs", 500);
        account.Run(TimeSpan.FromMinutes(9));
        var high = Assert.Single(Replicas(account, TimeSpan.Zero));
        account.Push("ode-worker");
        account.RunUntil(() => account.Releases.Any(release => release.Status.IsRunning()));

        for (var tick = 0; account.Releases.Any(release => release.Status.IsRunning()); tick++)
        {
            Assert.True(tick < 1000, "The release does not come to its end.");
            Assert.Equal([high], Replicas(account, TimeSpan.Zero));
            account.Run(TimeSpan.FromSeconds(15));
        }

        Assert.Equal(2, Replicas(account, TimeSpan.FromMinutes(20))[^1]);
    }

    [Fact]
    public void A_target_that_cannot_be_evaluated_says_why_and_stops_no_other()
    {
        using var account = new Account("ode", settings: settings => settings with
        {
            Manifests = [.. settings.Manifests, new("other.yaml", settings.Manifests[0].Text.Replace("name: ode\n", "name: another\n", StringComparison.Ordinal).Replace("ode-production-cluster", "another-cluster", StringComparison.Ordinal))],
            Faults = (call, _) => call.Function.LogicalId == "EvaluateScaling" && call.Payload.Contains("another", StringComparison.Ordinal) ? Fault.DiesBefore : Fault.None,
        });
        account.Slipway.Deployment.StartSchedules();
        account.Slipway.Account.Queues.SetService(new("ode"), new("production"), "jobs", 10);
        account.Slipway.Account.Queues.Burst(new("ode"), new("production"), "jobs", 500);
        account.Run(TimeSpan.FromMinutes(5));

        var states = account.Slipway.Memory.ScalingStates.All;
        Assert.Equal(20, states.Single(state => state.System.Value == "ode").Decision!.To);
        Assert.StartsWith("It could not be evaluated: ", states.Single(state => state.System.Value == "another").Decision!.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(account.Slipway.StateMachines.Executions, execution => execution.Status is ExecutionStatus.Failed or ExecutionStatus.TimedOut);
    }

    private static List<int> Replicas(Account account, TimeSpan time)
    {
        List<int> seen = [];
        var workload = account.Workload("production", "worker");
        for (var end = account.Slipway.Clock.GetUtcNow() + time; ; account.Run(TimeSpan.FromSeconds(5)))
        {
            var desired = account.Slipway.Account.Cluster.ReadAsync(workload, TestContext.Current.CancellationToken).Result.Desired;
            if (seen.Count == 0 || seen[^1] != desired)
            {
                seen.Add(desired);
            }

            if (account.Slipway.Clock.GetUtcNow() >= end)
            {
                return seen;
            }
        }
    }
}
