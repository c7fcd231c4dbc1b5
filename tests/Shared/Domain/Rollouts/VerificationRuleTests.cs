using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;
using Slipway.Domain.Rollouts;
using static Slipway.Domain.Releases.VerdictKind;

namespace Slipway.Tests.Shared.Domain.Rollouts;

public sealed class VerificationRuleTests
{
    [Theory]
    [InlineData(200, 299, Wait, "good for 4 min 59 s of 5 min")]
    [InlineData(200, 300, Pass, "1 smoke request answered and 0 alarms stayed quiet for 5 min.")]
    [InlineData(503, 29, Wait, "https://shop/health answered 503; trying again.")]
    [InlineData(503, 30, Refuse, "https://shop/health answered 503; expected 200.")]
    [InlineData(404, 400, Refuse, "https://shop/health answered 404; expected 200.")]
    [InlineData(null, 30, Refuse, "https://shop/health answered nothing (no route to host); expected 200.")]
    public void What_was_rolled_out_must_answer_for_the_bake_time(int? status, int since, VerdictKind kind, string reason) =>
        Assert.Equal(new Answer(kind, reason), Decide([Smoke(status)], [], since));

    [Theory]
    [InlineData(300, 30, Wait, "good for 30 s of 5 min")]
    [InlineData(301, 29, Wait, "https://shop/health answered 200 after 301 ms; trying again.")]
    [InlineData(301, 30, Refuse, "https://shop/health answered 200 after 301 ms; expected 200 within 300 ms.")]
    public void An_answer_that_comes_too_late_is_none(int latency, int since, VerdictKind kind, string reason)
    {
        var check = new SmokeCheck("https://shop/health", 200) { Within = TimeSpan.FromMilliseconds(300) };

        Assert.Equal(new Answer(kind, reason), Decide([new(check, 200, TimeSpan.FromMilliseconds(latency), null)], [], since));
    }

    [Theory]
    [InlineData(AlarmState.Alarm, 0, 0, Refuse)]
    [InlineData(AlarmState.Alarm, 60, 0, Refuse)]
    [InlineData(AlarmState.Alarm, 60, 300, Refuse)]
    [InlineData(AlarmState.Alarm, -1, 300, Pass)]
    [InlineData(AlarmState.Ok, 60, 300, Pass)]
    [InlineData(AlarmState.InsufficientData, 60, 300, Pass)]
    public void An_alarm_that_went_off_since_the_first_change_refuses_and_one_from_before_does_not(AlarmState state, int afterTheChange, int since, VerdictKind kind)
    {
        var answer = Decide([Smoke(200)], [new("shop-cpu", state, Any.Time.AddSeconds(afterTheChange), "CPU 97 %")], since);

        Assert.Equal(kind, answer.Kind);
        Assert.Equal(kind == Refuse ? "The alarm shop-cpu went off: CPU 97 %" : "1 smoke request answered and 1 alarm stayed quiet for 5 min.", answer.Reason);
    }

    [Fact]
    public void An_alarm_counts_more_than_a_request_that_may_settle() =>
        Assert.Equal(Refuse, Decide([Smoke(503)], [new("shop-cpu", AlarmState.Alarm, Any.Time, "")], 1).Kind);

    [Fact]
    public void One_failing_request_of_several_is_enough() =>
        Assert.Equal(Refuse, Decide([Smoke(200), Smoke(500), Smoke(200)], [], 600).Kind);

    private static SmokeResult Smoke(int? status) =>
        new(new("https://shop/health", 200), status, TimeSpan.FromMilliseconds(40), status is null ? "no route to host" : null);

    private static Answer Decide(IReadOnlyList<SmokeResult> smoke, IReadOnlyList<AlarmReading> alarms, int since) =>
        VerificationRule.Decide(new(smoke, alarms, Any.Time, Any.Seconds(since), TimeSpan.FromMinutes(5)));
}
