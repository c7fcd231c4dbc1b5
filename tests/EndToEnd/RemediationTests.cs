using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;

namespace Slipway.Tests.EndToEnd;

/// <summary>Alarms become bounded remediation.</summary>
public sealed class RemediationTests
{
    [Fact]
    public void An_alarm_soon_after_a_verified_release_rolls_it_back()
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
        Assert.NotEqual(release.Image.Digest, account.Slipway.Memory.LastKnownGoods.All.Single(good => good.Environment.Value == "production").Image.Digest);
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
        Assert.Contains(account.Slipway.Account.Notifications.Sent, notice => notice.Severity == AlarmSeverity.Critical);
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
