using Slipway.Domain.Metrics;
using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Verification;
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

    [Theory]
    [InlineData(200, true, Pass, "1 smoke request answered and 0 alarms stayed quiet for 5 min.")]
    [InlineData(200, false, Refuse, "POST https://shop/orders answered 200 without the text in 'still starting'; expected 200 with 'ready'.")]
    [InlineData(503, false, Refuse, "POST https://shop/orders answered 503 without the text in 'still starting'; expected 200 with 'ready'.")]
    public void A_text_that_is_asked_for_must_stand_in_the_answer(int status, bool found, VerdictKind kind, string reason)
    {
        var check = new SmokeCheck("https://shop/orders", 200) { Method = "POST", Contains = "ready" };
        var result = new SmokeResult(check, status, TimeSpan.FromMilliseconds(40), null).Answered(found ? "{\"state\": \"ready\"}" : "still\r\n\tstarting\u0007");

        Assert.Equal(new Answer(kind, reason), Decide([result], [], 300));
    }

    [Fact]
    public void Of_a_long_answer_a_reason_quotes_the_beginning()
    {
        var result = new SmokeResult(new("https://shop/", 200) { Contains = "ready" }, 200, TimeSpan.Zero, null).Answered(new string('x', 100_000));

        Assert.Equal($"https://shop/ answered 200 without the text in '{new string('x', 80)}...'; expected 200 with 'ready'.", Decide([result], [], 300).Reason);
    }

    /// <summary>An answer may repeat what it was asked with.</summary>
    [Theory]
    [InlineData("Bearer s3cret", null)]
    [InlineData(null, "{\"password\": \"s3cret\"}")]
    public void What_a_request_says_in_confidence_is_in_no_reason_and_in_no_record(string? header, string? body)
    {
        var check = new SmokeCheck("https://shop/login", 200) { Method = "POST", Contains = "welcome", Headers = header is null ? [] : [new("Authorization", header)], Body = body };
        var inputs = Inputs([new SmokeResult(check, 401, TimeSpan.Zero, null).Answered($"no such user: {header}{body}")], [], 300);
        var verdict = Rules.Judge(inputs, Any.Time);

        Assert.Equal("POST https://shop/login answered 401 without the text; expected 200 with 'welcome'.", verdict.Reason);
        Assert.DoesNotContain("s3cret", verdict.Inputs.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", $"{inputs} {check} {string.Join(' ', check.Headers)}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(JobStatus.Running, 60, 60, Wait, "good for 1 min of 5 min")]
    [InlineData(JobStatus.Running, 60, 300, Wait, "The job smoke-test runs for 1 min.")]
    [InlineData(JobStatus.Running, 900, 900, Refuse, "The job smoke-test runs for 15 min; at most 15 min are allowed.")]
    [InlineData(JobStatus.Failed, 60, 60, Refuse, "The job smoke-test failed: POST /orders: 500")]
    [InlineData(JobStatus.Missing, 60, 60, Refuse, "The job smoke-test is gone from the cluster before it ended.")]
    [InlineData(JobStatus.Succeeded, 60, 60, Wait, "good for 1 min of 5 min")]
    [InlineData(JobStatus.Succeeded, 60, 300, Pass, "0 smoke requests answered and 0 alarms stayed quiet for 5 min. The job smoke-test succeeded.")]
    public void A_verification_job_must_succeed(JobStatus status, int jobSince, int since, VerdictKind kind, string reason)
    {
        var job = new JobProgress("smoke-test", new(status, "GET /health: 200\nPOST /orders: 500\n"), Any.Seconds(jobSince), TimeSpan.FromMinutes(15));

        Assert.Equal(new Answer(kind, reason), VerificationRule.Decide(Inputs([], [], since) with { Jobs = [job] }));
    }

    [Theory]
    [InlineData(MissingMetric.Wait, 0, 0, null, 60, Wait, "good for 1 min of 5 min")]
    [InlineData(MissingMetric.Wait, 4, 4, 5.0, 420, Pass, "0 smoke requests answered and 0 alarms stayed quiet for 5 min. 1 metric kept to its limit.")]
    [InlineData(MissingMetric.Wait, 3, 3, 5.0, 300, Wait, "The metric Errors of Shop (Service api) is complete for 3 of 4 minutes.")]
    [InlineData(MissingMetric.Wait, 2, 1, 5.001, 60, Refuse, "The metric Errors of Shop (Service api) was 5.001 (Sum) in the minute of 09:00 UTC; at most 5 is good.")]
    [InlineData(MissingMetric.Wait, 2, 1, 5.0, 299, Wait, "good for 4 min 59 s of 5 min")]
    [InlineData(MissingMetric.Wait, 3, 1, 5.0, 300, Wait, "The metric Errors of Shop (Service api) has no value for 2 of 3 minutes yet.")]
    [InlineData(MissingMetric.Wait, 4, 1, 5.0, 599, Wait, "The metric Errors of Shop (Service api) has no value for 3 of 4 minutes yet.")]
    [InlineData(MissingMetric.Wait, 4, 1, 5.0, 600, Refuse, "The metric Errors of Shop (Service api) has no value for 3 of 4 minutes, 5 min after the bake: what is not known is not good, unless the manifest says missing: good.")]
    [InlineData(MissingMetric.Good, 0, 0, null, 300, Wait, "The metric Errors of Shop (Service api) is complete for 0 of 4 minutes.")]
    [InlineData(MissingMetric.Good, 4, 0, null, 420, Pass, "0 smoke requests answered and 0 alarms stayed quiet for 5 min. 1 metric kept to its limit.")]
    [InlineData(MissingMetric.Good, 4, 1, 6.0, 420, Refuse, "The metric Errors of Shop (Service api) was 6 (Sum) in the minute of 09:00 UTC; at most 5 is good.")]
    [InlineData(MissingMetric.Bad, 0, 0, null, 60, Wait, "good for 1 min of 5 min")]
    [InlineData(MissingMetric.Bad, 1, 0, null, 200, Refuse, "The metric Errors of Shop (Service api) has no value for 1 of 1 minute, which the manifest calls bad.")]
    public void A_metric_must_keep_to_its_limit_in_every_minute(MissingMetric missing, int complete, int known, double? worst, int since, VerdictKind kind, string reason)
    {
        var metric = new MetricWatch(Errors with { Missing = missing }, 4, complete, known, worst is { } value ? new(Any.Time, value) : null);

        Assert.Equal(new Answer(kind, reason), VerificationRule.Decide(Inputs([], [], since) with { Metrics = [metric] }));
    }

    [Theory]
    [InlineData(1, Pass)]
    [InlineData(0.999, Refuse)]
    public void Less_than_a_floor_is_bad(double worst, VerdictKind kind) =>
        Assert.Equal(kind, VerificationRule.Decide(Inputs([], [], 300) with { Metrics = [new(new(new("Shop", "Orders", []), "Sum", 1, Above: false), 3, 3, 3, new(Any.Time, worst))] }).Kind);

    /// <summary>Minutes that lie wholly after the arrival, until the bake is over; each is complete two minutes after its end.</summary>
    [Theory]
    [InlineData(0, 300, 0, 5, 0)]
    [InlineData(0, 300, 179, 5, 0)]
    [InlineData(0, 300, 180, 5, 1)]
    [InlineData(0, 300, 419, 5, 4)]
    [InlineData(0, 300, 420, 5, 5)]
    [InlineData(0, 300, 9999, 5, 5)]
    [InlineData(20, 300, 239, 4, 0)]
    [InlineData(20, 300, 240, 4, 1)]
    [InlineData(20, 300, 9999, 4, 4)]
    [InlineData(20, 0, 239, 1, 0)]
    [InlineData(20, 0, 240, 1, 1)]
    public void A_metric_is_watched_over_the_minutes_of_the_bake(int arrived, int bake, int now, int minutes, int complete) => Assert.Equal(
        (Any.Time.AddSeconds(arrived == 0 ? 0 : 60), minutes, complete), MetricWatch.Window(Any.Time.AddSeconds(arrived), Any.Seconds(bake), Any.Time.AddSeconds(now)));

    [Fact]
    public void Of_the_values_the_worst_is_kept()
    {
        MetricPoint[] points = [new(Any.Time, 2), new(Any.Time.AddMinutes(1), 7), new(Any.Time.AddMinutes(2), 1)];

        Assert.Equal(new MetricWatch(Errors, 5, 4, 3, points[1]), MetricWatch.Of(Errors, 5, 4, points));
        Assert.Equal(points[2], MetricWatch.Of(Errors with { Above = false }, 5, 4, points).Worst);
        Assert.Equal(new MetricWatch(Errors, 5, 4, 0, null), MetricWatch.Of(Errors, 5, 4, []));
    }

    private static MetricCheck Errors { get; } = new(new("Shop", "Errors", [new("Service", "api")]), "Sum", 5, Above: true);

    private static SmokeResult Smoke(int? status) =>
        new(new("https://shop/health", 200), status, TimeSpan.FromMilliseconds(40), status is null ? "no route to host" : null);

    private static Answer Decide(IReadOnlyList<SmokeResult> smoke, IReadOnlyList<AlarmReading> alarms, int since) =>
        VerificationRule.Decide(Inputs(smoke, alarms, since));

    private static VerificationInputs Inputs(IReadOnlyList<SmokeResult> smoke, IReadOnlyList<AlarmReading> alarms, int since) =>
        new(smoke, alarms, Any.Time, Any.Seconds(since), TimeSpan.FromMinutes(5));
}
