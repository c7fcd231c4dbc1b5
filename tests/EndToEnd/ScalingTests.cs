using Slipway.Domain.Interventions;
using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;
using Slipway.Local.Events;
using Slipway.Local.StepFunctions;
using Slipway.Tests.Shared.Domain;

namespace Slipway.Tests.EndToEnd;

/// <summary>Workers follow their queue, tick by tick, and each change is followed.</summary>
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
    public async Task Ten_thousand_messages_bring_workers_by_the_rule_are_worked_off_and_take_them_away_by_the_rule()
    {
        using var account = new Account("ode");
        account.Slipway.Deployment.StartSchedules();
        account.Run(TimeSpan.FromMinutes(2));
        account.Slipway.Account.Queues.Burst(new("ode"), new("production"), "jobs", 10_000);

        var seen = Replicas(account, TimeSpan.FromMinutes(40));

        Assert.Equal([2, 4, 8, 12, 16, 20, 10, 5, 2], seen);
        var production = account.Slipway.Systems[0].Environment(new("production"));
        var left = await account.Slipway.Account.Queues.ReadAsync(new("ode"), production, production.Queues.Single(queue => queue.Name == "jobs"), TestContext.Current.CancellationToken);
        Assert.Equal((0, 0), (left.Depth!.Visible, left.Depth.InFlight));
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
        Assert.Contains("could not be read", account.Slipway.Memory.ScalingStates.All.Single(state => state.Service.Value == "worker").Decision!.Reason, StringComparison.Ordinal);
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
        });
        account.Slipway.Deployment.StartSchedules();
        account.Slipway.Account.Queues.Refuse(new("another"), new("production"), "jobs", "Its password is wrong.");
        account.Slipway.Account.Queues.SetService(new("ode"), new("production"), "jobs", 10);
        account.Slipway.Account.Queues.Burst(new("ode"), new("production"), "jobs", 500);
        account.Run(TimeSpan.FromMinutes(5));

        var states = account.Slipway.Memory.ScalingStates.All;
        Assert.Equal(20, states.Single(state => state is { System.Value: "ode", Service.Value: "worker" }).Decision!.To);
        Assert.Equal("What waits could not be read: nothing is changed. Its password is wrong.", states.Single(state => state is { System.Value: "another", Service.Value: "worker" }).Decision!.Reason);
        Assert.DoesNotContain(account.Slipway.StateMachines.Executions, execution => execution.Status is ExecutionStatus.Failed or ExecutionStatus.TimedOut);
    }

    [Fact]
    public void A_tick_that_comes_twice_or_is_lost_changes_nothing_but_the_time()
    {
        var seen = new[] { Turbulence.Calm, new() { Duplicate = 1 }, new() { Loss = 0.2, Late = 0.2, LongestDelay = Any.Seconds(40) } }.Select(turbulence =>
        {
            using var account = new Account("ode", settings: settings => settings with { Turbulence = turbulence });
            account.Slipway.Deployment.StartSchedules();
            account.Run(TimeSpan.FromMinutes(2));
            account.Slipway.Account.Queues.SetService(new("ode"), new("production"), "jobs", 10);
            account.Slipway.Account.Queues.Burst(new("ode"), new("production"), "jobs", 2000);
            return Replicas(account, TimeSpan.FromHours(1));
        }).ToList();

        Assert.All(seen, replicas => Assert.Equal([2, 4, 8, 12, 16, 20, 10, 5, 2], replicas));
    }

    [Fact]
    public void An_alarm_on_the_queue_is_a_tick_at_once()
    {
        using var account = new Account("ode");
        account.Slipway.Account.Queues.Burst(new("ode"), new("production"), "jobs", 2000);
        account.Slipway.Deployment.PutEvent("""
            {"version":"0","id":"c4c1c1c9-6542-e61b-6ef0-8c4d36933a93","detail-type":"CloudWatch Alarm State Change","source":"aws.cloudwatch","account":"123456789012",
             "time":"2026-01-05T09:00:00Z","region":"us-east-1","resources":["arn:aws:cloudwatch:us-east-1:123456789012:alarm:ode-production-queue-backlog"],
             "detail":{"alarmName":"ode-production-queue-backlog","state":{"value":"ALARM","reason":"Threshold Crossed.","timestamp":"2026-01-05T09:00:00.000+0000"},"previousState":{"value":"OK"}}}
            """);
        account.Run(TimeSpan.FromSeconds(10));

        Assert.True(account.Slipway.Memory.ScalingStates.All.Single(state => state.Service.Value == "worker").Decision!.To > 2);
    }

    [Fact]
    public void A_change_is_followed_until_its_replicas_serve_and_people_are_told_of_those_that_do_not_come()
    {
        using var account = new Account("ode");
        account.Slipway.Deployment.StartSchedules();
        account.Slipway.Account.Cluster.SetCapacity("ode-production-cluster", 8);
        account.Slipway.Account.Queues.SetService(new("ode"), new("production"), "jobs", 1);
        account.Slipway.Account.Queues.Burst(new("ode"), new("production"), "jobs", 3000);
        account.Run(TimeSpan.FromMinutes(20));

        var followed = account.Slipway.StateMachines.Executions.Where(execution => execution.Name.StartsWith("ode-production-worker-", StringComparison.Ordinal)).ToList();
        Assert.Equal(5, followed.Count);
        Assert.All(followed, execution => Assert.Equal(ExecutionStatus.Succeeded, execution.Status));
        var told = Assert.Single(account.Slipway.Memory.Outbox.Notices, notice => notice.Title.Contains("does not come to 20 replicas", StringComparison.Ordinal));
        Assert.Contains("Unschedulable", told.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ScalingWay.In, 40, new[] { 2, 4, 8, 12, 16, 20 })]
    [InlineData(ScalingWay.Out, 9, new[] { 2 })]
    [InlineData(null, 9, new[] { 2 })]
    public void A_pause_stops_its_direction_until_somebody_ends_it(ScalingWay? only, int minutes, int[] paused)
    {
        using var account = new Account("ode");
        account.Slipway.Deployment.StartSchedules();
        account.Run(TimeSpan.FromMinutes(2));
        var asked = account.Ask(InterventionKind.Pause, "long jobs", pause => pause with { System = new("ode"), Environment = new("production"), Service = new("worker"), Only = only });
        Assert.Equal($"ode/production/worker is not scaled{(only is { } way ? $" {way.ToString().ToLowerInvariant()}" : "")}.", asked.Answer);
        account.Slipway.Account.Queues.SetService(new("ode"), new("production"), "jobs", 100);
        account.Slipway.Account.Queues.Burst(new("ode"), new("production"), "jobs", 3000);

        Assert.Equal(paused, Replicas(account, TimeSpan.FromMinutes(minutes)));
        account.Ask(InterventionKind.Resume, "they are done", resume => resume with { System = new("ode"), Environment = new("production"), Service = new("worker") });
        Assert.Equal(2, Replicas(account, TimeSpan.FromMinutes(60))[^1]);
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
