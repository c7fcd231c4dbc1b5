using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;
using static Slipway.Domain.Releases.ReleaseStatus;

namespace Slipway.Tests.Shared.Domain.Remediation;

public sealed class RemediationRuleTests
{
    private static readonly RemediationStep RollBack = new(RemediationAction.Rollback) { IfDeployedWithin = TimeSpan.FromMinutes(30) };
    private static readonly RemediationStep ScaleOut = new(RemediationAction.ScaleOut) { UpTo = 6 };

    private static readonly Alarm Alarm = new()
    {
        Name = "api-cpu",
        Watch = "services.api",
        Namespace = "AWS/ECS",
        Metric = "CPUUtilization",
        Statistic = "Average",
        Threshold = 80,
        Above = true,
        Remediate = [RollBack, ScaleOut, new(RemediationAction.Page)],
    };

    [Theory]
    [InlineData(Verified, 0, RemediationAction.Rollback)]
    [InlineData(Verified, 1800, RemediationAction.Rollback)]
    [InlineData(Verified, 1801, RemediationAction.ScaleOut)]
    [InlineData(RolledBack, 0, RemediationAction.ScaleOut)]
    [InlineData(Failed, 0, RemediationAction.ScaleOut)]
    [InlineData(Superseded, 0, RemediationAction.ScaleOut)]
    [InlineData(Rejected, 0, RemediationAction.ScaleOut)]
    [InlineData(Waiting, 0, RemediationAction.ScaleOut)]
    [InlineData(Gated, 0, RemediationAction.ScaleOut)]
    [InlineData(Snapshotting, 0, RemediationAction.Notify)]
    [InlineData(Rolling, 0, RemediationAction.Notify)]
    [InlineData(Verifying, 0, RemediationAction.Notify)]
    [InlineData(RollingBack, 0, RemediationAction.Notify)]
    public void A_release_verified_within_the_window_is_rolled_back_and_one_on_its_way_is_left_to_itself(ReleaseStatus status, int secondsAgo, RemediationAction action) =>
        Assert.Equal(action, Decide(Alarm, Release(status, secondsAgo)).Step.Action);

    [Fact]
    public void Of_two_verified_releases_the_later_one_is_rolled_back()
    {
        var plan = Decide(Alarm, Release(Verified, 600, 'a'), Release(Verified, 300, 'b'), Release(Verified, 900, 'c'));

        Assert.Equal(Any.Release(digit: 'b').Id, plan.Release);
        Assert.Equal("shop-api-production-bbbbbbbbbbbb was verified 5 min ago, within the 30 min of the manifest.", plan.Reason);
        Assert.Equal(RollBack, plan.Step);
    }

    [Theory]
    [InlineData("services.api", null, "api", RemediationAction.Rollback)]
    [InlineData("services.web", null, "api", RemediationAction.ScaleOut)]
    [InlineData("services.web", "api", "api", RemediationAction.Rollback)]
    [InlineData("services.api", "web", "api", RemediationAction.ScaleOut)]
    [InlineData("databases.main", null, "api", RemediationAction.Rollback)]
    public void Only_a_release_of_what_the_step_names_or_the_alarm_watches_is_rolled_back(string watch, string? service, string released, RemediationAction action) => Assert.Equal(
        action,
        Decide(Alarm with { Watch = watch, Remediate = [RollBack with { Service = service }, ScaleOut] }, Release(Verified, 1, service: released)).Step.Action);

    [Fact]
    public void Where_the_manifest_names_no_rollback_a_release_changes_nothing()
    {
        var plan = Decide(Alarm with { Remediate = [ScaleOut] }, Release(Verified, 1), Release(Rolling, 1));

        Assert.Equal((ScaleOut, null), (plan.Step, plan.Release));
        Assert.Equal("the manifest's first step for api-cpu is scaleOut.", plan.Reason);
    }

    [Fact]
    public void A_rollback_without_a_window_undoes_nothing() =>
        Assert.Equal(RemediationAction.Notify, Decide(Alarm with { Remediate = [RollBack with { IfDeployedWithin = null }] }, Release(Verified, 1)).Step.Action);

    [Fact]
    public void Where_no_step_is_left_a_person_is_told()
    {
        Assert.Equal("No release was verified within 30 min; the manifest names no other step for api-cpu.", Decide(Alarm with { Remediate = [RollBack] }).Reason);
        Assert.Equal(new RemediationStep(RemediationAction.Notify), Decide(Alarm with { Remediate = [] }).Step);
        Assert.Equal("No release was verified within 30 min; the manifest's first step for api-cpu is scaleOut.", Decide(Alarm).Reason);
    }

    [Fact]
    public void A_rollback_that_was_refused_is_not_planned_again()
    {
        var plan = RemediationRule.Plan(RemediationInputs.Of(Alarm, [Release(Verified, 1)], "It no longer serves.", Any.Time));

        Assert.Equal((ScaleOut, null), (plan.Step, plan.Release));
        Assert.Equal("It no longer serves. Not rolled back; the manifest's first other step for api-cpu is scaleOut.", plan.Reason);
    }

    [Theory]
    [InlineData(1, 6, 3, 4)]
    [InlineData(5, 6, 3, 6)]
    [InlineData(1, 6, 6, 6)]
    [InlineData(1, 6, 8, 8)]
    [InlineData(1, 3, 4, 4)]
    [InlineData(1, null, 3, 4)]
    [InlineData(5, null, 3, 4)]
    [InlineData(1, null, 4, 4)]
    [InlineData(1, 6, 0, 1)]
    public void Scaling_out_stays_within_the_cap_that_the_step_declares_or_else_within_that_of_the_service(int by, int? upTo, int before, int expected) =>
        Assert.Equal(expected, new RemediationStep(RemediationAction.ScaleOut) { By = by, UpTo = upTo }.ScaledOut(before, new(1, 2, 4)));

    [Fact]
    public void CloudWatch_knows_an_alarm_by_system_environment_and_name()
    {
        Assert.Equal("shop-production-api-cpu", Alarm.NameIn(new("shop"), new("production")));
        Assert.Equal("api", Alarm.WatchedService);
        Assert.Null((Alarm with { Watch = "databases.main" }).WatchedService);
    }

    private static RemediationPlan Decide(Alarm alarm, params IReadOnlyList<Release> releases) => RemediationRule.Plan(RemediationInputs.Of(alarm, releases, null, Any.Time));

    private static Release Release(ReleaseStatus status, int secondsAgo, char digit = 'a', string service = "api")
    {
        var release = Any.Release(status, digit, service);
        return release with { Stages = [.. release.Stages, new(status, Any.Time.AddSeconds(-secondsAgo), "")] };
    }
}
