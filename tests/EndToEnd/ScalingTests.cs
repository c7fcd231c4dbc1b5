using Slipway.Domain.Releases;

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
        account.Run(TimeSpan.FromMinutes(10));
        var high = Assert.Single(Replicas(account, TimeSpan.Zero));
        account.Push("ode-worker");
        account.Slipway.Clock.RunUntil(() => account.Releases.Any(release => release.Status.IsRunning()), DateTimeOffset.MaxValue);

        while (account.Releases.Any(release => release.Status.IsRunning()))
        {
            Assert.Equal([high], Replicas(account, TimeSpan.Zero));
            account.Run(TimeSpan.FromSeconds(15));
        }

        Assert.Equal(2, Replicas(account, TimeSpan.FromMinutes(20))[^1]);
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
