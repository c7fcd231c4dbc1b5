using Slipway.Domain.Remediation;

namespace Slipway.Tests.Local.Account;

public sealed class AlarmTests
{
    [Fact]
    public void A_calm_day_sets_off_no_alarm()
    {
        var run = new AccountRun();
        run.Pass(TimeSpan.FromHours(24));

        Assert.Equal(6, run.Account.Alarms.All.Count);
        Assert.All(run.Account.Alarms.All, alarm => Assert.Equal(AlarmState.Ok, alarm.State));
        Assert.Empty(run.Events);
    }

    [Fact]
    public void An_alarm_goes_off_when_every_period_of_its_time_is_over_the_limit()
    {
        var run = new AccountRun();
        run.Account.Metrics.Force(Shop.Name, Shop.Production, "api-cpu", 95);

        run.Pass(TimeSpan.FromMinutes(4.5));
        Assert.Equal(AlarmState.Ok, State(run, "api-cpu"));
        run.Pass(TimeSpan.FromMinutes(1));

        Assert.Equal(AlarmState.Alarm, State(run, "api-cpu"));
        var alarm = run.Account.Alarms.All.First(alarm => alarm.Name == "shop-production-api-cpu");
        Assert.Equal(AccountRun.Start.AddMinutes(5), alarm.Since);
        Assert.StartsWith("Threshold Crossed: 5 out of the last 5 datapoints [95.0 (02/03/26 09:00:00), ", alarm.Reason);
        Assert.EndsWith(" were greater than the threshold (80.0) (minimum 5 datapoints for OK -> ALARM transition).", alarm.Reason);
    }

    [Fact]
    public void A_change_of_state_is_told_in_the_form_of_CloudWatch()
    {
        var run = new AccountRun();
        run.Account.Metrics.Force(Shop.Name, Shop.Production, "alb-5xx", 40);
        run.Pass(TimeSpan.FromMinutes(2));

        var told = Assert.Single(run.EventsOf("CloudWatch Alarm State Change"));
        Assert.Equal("aws.cloudwatch", told.GetProperty("source").GetString());
        Assert.Equal("arn:aws:cloudwatch:eu-central-1:123456789012:alarm:shop-production-alb-5xx", told.GetProperty("resources")[0].GetString());
        var detail = told.GetProperty("detail");
        Assert.Equal("shop-production-alb-5xx", detail.GetProperty("alarmName").GetString());
        Assert.Equal("ALARM", detail.GetProperty("state").GetProperty("value").GetString());
        Assert.Equal("2026-03-02T09:01:00.000+0000", detail.GetProperty("state").GetProperty("timestamp").GetString());
        Assert.Contains("\"recentDatapoints\":[40]", detail.GetProperty("state").GetProperty("reasonData").GetString());
        Assert.Equal("OK", detail.GetProperty("previousState").GetProperty("value").GetString());
        var metric = detail.GetProperty("configuration").GetProperty("metrics")[0].GetProperty("metricStat");
        Assert.Equal("HTTPCode_Target_5XX_Count", metric.GetProperty("metric").GetProperty("name").GetString());
        Assert.Equal(60, metric.GetProperty("period").GetInt32());
        Assert.Equal("Sum", metric.GetProperty("stat").GetString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_forced_metric_returns_to_what_serves_once_a_remediation_has_settled(bool scaleOut)
    {
        var run = new AccountRun();
        run.Account.Metrics.Force(Shop.Name, Shop.Production, "api-cpu", 95);
        run.Pass(TimeSpan.FromMinutes(10));

        await (scaleOut
            ? run.Account.Cluster.ScaleAsync(Shop.Address("api"), 5, AccountRun.Token)
            : run.Account.Cluster.RestartAsync(Shop.Address("api"), "r", AccountRun.Token));
        run.Pass(TimeSpan.FromMinutes(5));

        Assert.Equal(AlarmState.Ok, State(run, "api-cpu"));
        Assert.Equal(["ALARM", "OK"], run.EventsOf("CloudWatch Alarm State Change").Select(json => json.GetProperty("detail").GetProperty("state").GetProperty("value").GetString()!));
    }

    [Fact]
    public void A_metric_that_is_not_published_leaves_its_alarm_without_data()
    {
        var run = new AccountRun();
        run.Account.Metrics.Silence(Shop.Name, Shop.Production, "alb-5xx", true);
        run.Pass(TimeSpan.FromMinutes(3));
        Assert.Equal(AlarmState.InsufficientData, State(run, "alb-5xx"));

        run.Account.Metrics.Silence(Shop.Name, Shop.Production, "alb-5xx", false);
        run.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(AlarmState.Ok, State(run, "alb-5xx"));
    }

    [Fact]
    public async Task An_alarm_below_its_limit_goes_off_when_nothing_serves()
    {
        var run = new AccountRun();
        await run.Account.Cluster.ScaleAsync(Shop.Address("web"), 0, AccountRun.Token);
        run.Pass(TimeSpan.FromMinutes(2));

        Assert.Equal(AlarmState.Alarm, State(run, "no-targets"));
    }

    private static AlarmState State(AccountRun run, string alarm) => run.Account.Alarms.All.First(reading => reading.Name == $"shop-production-{alarm}").State;
}
