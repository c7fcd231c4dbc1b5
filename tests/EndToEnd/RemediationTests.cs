using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;

namespace Slipway.Tests.EndToEnd;

/// <summary>Alarms become bounded remediation.</summary>
public sealed class RemediationTests
{
    private const string Pause = "- {action: pauseWorkers, service: worker}";

    [Fact]
    public async Task An_alarm_soon_after_a_verified_release_rolls_it_back_and_protects_what_serves_again()
    {
        using var account = new Account();
        account.Push("cv-hub-api");
        account.Settle();
        account.Slipway.Account.Metrics.Force(new("cv-hub"), new("production"), "alb-5xx", 40);
        account.Run(TimeSpan.FromMinutes(2));
        account.Slipway.Account.Metrics.Free(new("cv-hub"), new("production"), "alb-5xx");

        account.Settle();

        var release = account.Release("production");
        var incident = Assert.Single(account.Slipway.Memory.Incidents.All);
        Assert.Equal((ReleaseStatus.RolledBack, IncidentStatus.Resolved), (release.Status, incident.Status));
        Assert.Equal(release.Id, incident.Release);
        Assert.Equal(["cv-hub-dev-cluster/cv-hub-api"], account.Changed);
        var good = account.Slipway.Memory.LastKnownGoods.All.Single(good => good.Environment.Value == "production").Image;
        var spared = await account.Slipway.Account.Registry.FindAsync(good.Registry, good.Repository, "slipway-cv-hub-production-api", TestContext.Current.CancellationToken);
        Assert.NotEqual(release.Image.Digest, good.Digest);
        Assert.Equal(good, spared?.Image);
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void An_alarm_without_a_recent_release_takes_the_first_other_step_within_its_cap()
    {
        using var account = new Account();
        account.Slipway.Account.Metrics.Force(new("cv-hub"), new("production"), "api-cpu", 95);

        account.Settle();
        account.Run(TimeSpan.FromMinutes(10));
        account.Settle();

        var incident = Assert.Single(account.Slipway.Memory.Incidents.All);
        Assert.Equal(RemediationAction.ScaleOut, incident.Step!.Action);
        Assert.Equal(IncidentStatus.Resolved, incident.Status);
        Assert.Contains("scaled from 3 to 4 replicas", incident.Reason, StringComparison.Ordinal);
        Assert.Equal(4, account.Serving(account.Workload("production", "api")).Count);
    }

    [Fact]
    public void Workers_that_were_paused_come_back_when_the_alarm_is_quiet()
    {
        using var account = new Account();
        account.Slipway.Account.Metrics.Force(new("cv-hub"), new("production"), "rds-cpu", 95);

        Assert.True(account.Slipway.Clock.RunUntil(() => account.Serving(account.Workload("production", "worker")).Count == 0, account.Slipway.Clock.GetUtcNow().AddHours(1)));
        account.Slipway.Account.Metrics.Free(new("cv-hub"), new("production"), "rds-cpu");

        account.Settle();

        Assert.Single(account.Serving(account.Workload("production", "worker")));
        Assert.Equal(IncidentStatus.Resolved, Assert.Single(account.Slipway.Memory.Incidents.All).Status);
    }

    [Fact]
    public void An_alarm_that_stays_on_is_handed_to_a_person()
    {
        using var account = new Account(manifest: text => text.Replace("{action: pauseWorkers, service: worker}", "{action: notify}", StringComparison.Ordinal));
        account.Slipway.Account.Metrics.Force(new("cv-hub"), new("production"), "rds-cpu", 95);
        account.Run(TimeSpan.FromHours(1));

        Assert.Equal(IncidentStatus.Escalated, Assert.Single(account.Slipway.Memory.Incidents.All).Status);
        Assert.Contains(account.Slipway.Memory.Outbox.Notices, notice => notice.Severity == AlarmSeverity.Critical);
    }

    [Fact]
    public async Task Paused_workers_stay_away_until_the_last_incident_that_paused_them_ends_whatever_their_queue_asks_for()
    {
        using var account = new Account("ode", manifest: text => text
            .Replace("- {action: rollback, ifDeployedWithin: 30m}\n      - {action: page}", Pause, StringComparison.Ordinal)
            .Replace("    remediate:\n      - {action: notify}", $"    remediate:\n      {Pause}", StringComparison.Ordinal));
        var worker = account.Workload("production", "worker");
        var states = account.Slipway.Memory.ScalingStates;
        account.Slipway.Deployment.StartSchedules();
        account.Slipway.Account.Queues.SetService(new("ode"), new("production"), "jobs", 10);
        account.Slipway.Account.Queues.Burst(new("ode"), new("production"), "jobs", 5000);
        account.Slipway.Account.Metrics.Force(new("ode"), new("production"), "api-error-rate", 95);
        account.Slipway.Clock.RunUntil(() => Paused() == 1, account.Slipway.Clock.GetUtcNow().AddHours(1));
        var before = states.All.Single(state => state.PausedBy.Count > 0).PausedFrom;
        account.Slipway.Account.Metrics.Force(new("ode"), new("production"), "rds-cpu", 95);
        account.Slipway.Clock.RunUntil(() => Paused() == 2, account.Slipway.Clock.GetUtcNow().AddHours(1));

        await AssertStaysAsync(0);
        account.Slipway.Account.Metrics.Free(new("ode"), new("production"), "api-error-rate");
        account.Slipway.Clock.RunUntil(() => Paused() == 1, account.Slipway.Clock.GetUtcNow().AddHours(1));
        await AssertStaysAsync(0);
        Assert.StartsWith("Paused by incident ", states.All.Single(state => state.PausedBy.Count > 0).Decision!.Reason, StringComparison.Ordinal);
        account.Slipway.Account.Metrics.Free(new("ode"), new("production"), "rds-cpu");
        account.Slipway.Clock.RunUntil(() => Paused() == 0, account.Slipway.Clock.GetUtcNow().AddHours(1));

        Assert.Equal(20, before);
        await AssertStaysAsync(20);

        int Paused() => states.All.Sum(state => state.PausedBy.Count);

        async Task AssertStaysAsync(int replicas)
        {
            for (var second = 0; second < 120; second += 5)
            {
                Assert.Equal(replicas, (await account.Slipway.Account.Cluster.ReadAsync(worker, TestContext.Current.CancellationToken)).Desired);
                account.Run(TimeSpan.FromSeconds(5));
            }
        }
    }

    [Fact]
    public void An_alarm_without_data_is_not_quiet()
    {
        using var account = new Account();
        account.Slipway.Account.Metrics.Force(new("cv-hub"), new("production"), "rds-cpu", 95);
        account.RunUntil(() => account.Slipway.Memory.Incidents.All.Count > 0);
        account.Slipway.Account.Metrics.Silence(new("cv-hub"), new("production"), "rds-cpu", true);

        account.Settle();

        var incident = Assert.Single(account.Slipway.Memory.Incidents.All);
        Assert.Equal(IncidentStatus.Escalated, incident.Status);
        Assert.EndsWith("after 30 min: a person must look.", incident.Reason, StringComparison.Ordinal);
        Assert.Single(account.Serving(account.Workload("production", "worker")));
    }

    [Fact]
    public async Task A_service_that_a_release_is_changing_is_left_alone_until_the_release_ends()
    {
        using var account = new Account();
        var key = new LeaseKey(new("cv-hub"), new("production"), new("worker"));
        var leases = account.Slipway.Memory.Leases;
        account.Slipway.Account.Metrics.Force(new("cv-hub"), new("production"), "rds-cpu", 95);
        account.RunUntil(() => account.Slipway.Memory.Incidents.All.Count > 0);
        await leases.AcquireAsync(key, new("another"), TimeSpan.FromMinutes(10), TestContext.Current.CancellationToken);

        account.Run(TimeSpan.FromMinutes(9));
        Assert.Single(account.Serving(account.Workload("production", "worker")));
        Assert.Equal("another is changing worker: waiting for it to end.", account.Slipway.Memory.Incidents.All[0].Verdict!.Reason);
        account.Run(TimeSpan.FromMinutes(2));
        Assert.Empty(account.Serving(account.Workload("production", "worker")));

        account.Slipway.Account.Metrics.Free(new("cv-hub"), new("production"), "rds-cpu");
        account.Settle();
        Assert.Single(account.Serving(account.Workload("production", "worker")));
    }

    [Fact]
    public async Task A_service_that_a_release_changes_for_too_long_is_handed_to_a_person()
    {
        using var account = new Account();
        var leases = account.Slipway.Memory.Leases;
        await leases.AcquireAsync(new(new("cv-hub"), new("production"), new("worker")), new("another"), TimeSpan.FromDays(1), TestContext.Current.CancellationToken);
        account.Slipway.Account.Metrics.Force(new("cv-hub"), new("production"), "rds-cpu", 95);
        account.Run(TimeSpan.FromHours(1));

        var incident = Assert.Single(account.Slipway.Memory.Incidents.All);
        Assert.Equal(IncidentStatus.Escalated, incident.Status);
        Assert.Contains("another is still changing worker after 30 min", incident.Reason, StringComparison.Ordinal);
        Assert.Single(account.Serving(account.Workload("production", "worker")));
    }

    [Fact]
    public async Task A_release_that_no_longer_serves_is_not_undone_and_the_next_step_is_taken()
    {
        using var account = new Account();
        account.Push("cv-hub-api");
        account.Settle();
        var release = account.Release("production");
        var goods = account.Slipway.Memory.LastKnownGoods;
        var good = goods.All.Single(good => good.Environment.Value == "production" && good.Service.Value == "api");
        await goods.SaveAsync(good with { Release = new("a-later-one") }, TestContext.Current.CancellationToken);
        account.Slipway.Account.Metrics.Force(new("cv-hub"), new("production"), "api-cpu", 95);
        account.RunUntil(() => account.Slipway.Memory.Incidents.All.Count > 0);

        account.Settle();

        var incident = Assert.Single(account.Slipway.Memory.Incidents.All);
        Assert.Equal((ReleaseStatus.Verified, IncidentStatus.Resolved, RemediationAction.ScaleOut), (account.Release("production").Status, incident.Status, incident.Step!.Action));
        Assert.StartsWith($"{release.Id} no longer serves api: a-later-one does. Not rolled back; ", incident.Reason, StringComparison.Ordinal);
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void An_alarm_that_no_manifest_describes_is_recorded()
    {
        using var account = new Account();
        account.Slipway.Deployment.PutEvent("""
            {"version":"0","id":"55555555-0000-0000-0000-000000000000","detail-type":"CloudWatch Alarm State Change","source":"aws.cloudwatch","account":"123456789012","time":"2026-01-05T09:00:00Z",
            "region":"us-west-2","resources":[],"detail":{"alarmName":"somebody-elses","state":{"value":"ALARM","reason":"Threshold Crossed","timestamp":"2026-01-05T09:00:00.000+0000"} } }
            """);

        account.Settle();

        var incident = Assert.Single(account.Slipway.Memory.Incidents.All);
        Assert.Equal((IncidentStatus.Ignored, "No manifest describes an alarm 'somebody-elses'."), (incident.Status, incident.Reason));
    }
}
