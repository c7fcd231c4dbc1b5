using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;
using Slipway.Domain.Rollouts.Verification;

namespace Slipway.Domain.Rollouts;

public sealed record VerificationInputs(IReadOnlyList<SmokeResult> Smoke, IReadOnlyList<AlarmReading> Alarms, DateTimeOffset RolledOutAt, TimeSpan Since, TimeSpan Bake)
{
    /// <summary>None in records that are older than this.</summary>
    public IReadOnlyList<MetricWatch> Metrics { get => field ?? []; init; }

    /// <summary>The verification jobs; none while the image is tried as a canary, and in older records.</summary>
    public IReadOnlyList<JobProgress> Jobs { get => field ?? []; init; }
}

/// <summary>
/// Whether what was rolled out is good. The first line that holds counts.
/// <list type="table">
/// <item><term>an alarm went off since the first change</term><description>refuse</description></item>
/// <item><term>a metric was beyond its limit in a minute</term><description>refuse</description></item>
/// <item><term>a verification job failed, vanished or is later than its limit</term><description>refuse</description></item>
/// <item><term>a smoke request fails, longer than the settling time after the rollout</term><description>refuse</description></item>
/// <item><term>a metric has no value for a complete minute, which is bad for it</term><description>refuse</description></item>
/// <item><term>one that is waited for has none five minutes after the bake</term><description>refuse</description></item>
/// <item><term>a smoke request fails within the settling time</term><description>wait</description></item>
/// <item><term>the bake time is not over</term><description>wait</description></item>
/// <item><term>a verification job still runs</term><description>wait</description></item>
/// <item><term>a minute of the bake is not complete for a metric, or has no value that is waited for</term><description>wait</description></item>
/// <item><term>otherwise</term><description>pass</description></item>
/// </list>
/// An alarm that was on before the release is not the release's doing and does not stop it: the release may be the cure.
/// </summary>
public static class VerificationRule
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(30);

    /// <summary>Some metrics come later than CloudWatch's minutes are complete.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static Answer Decide(VerificationInputs inputs) => Refusal(inputs) ?? Waiting(inputs) ?? Answer.Pass(string.Join(' ',
    [
        $"{Count(inputs.Smoke.Count, "smoke request")} answered and {Count(inputs.Alarms.Count, "alarm")} stayed quiet for {inputs.Bake.Text()}.",
        .. inputs.Metrics.Count == 0 ? Array.Empty<string>() : [$"{Count(inputs.Metrics.Count, "metric")} kept to {(inputs.Metrics.Count == 1 ? "its limit" : "their limits")}."],
        .. inputs.Jobs.Select(job => job.Decide().Reason),
    ]));

    private static Answer? Refusal(VerificationInputs inputs) =>
        inputs.Alarms.FirstOrDefault(alarm => alarm.State == AlarmState.Alarm && alarm.Since >= inputs.RolledOutAt) is { } alarm
            ? Answer.Refuse($"The alarm {alarm.Name} went off: {alarm.Reason}")
        : inputs.Metrics.FirstOrDefault(metric => metric.IsBreached) is { } breached
            ? Answer.Refuse(breached.Breach)
        : Jobs(inputs, VerdictKind.Refuse) is { } failed
            ? failed
        : inputs.Since >= Settling && Failing(inputs) is { } failing
            ? Answer.Refuse($"{failing.Check} answered {Text(failing)}; expected {Expected(failing.Check)}.")
        : inputs.Metrics.FirstOrDefault(metric => metric.Check.Missing == MissingMetric.Bad && metric.Missing > 0) is { } silent
            ? Answer.Refuse($"The metric {silent.Check} has no value for {Silence(silent)}, which the manifest calls bad.")
        : inputs.Since >= inputs.Bake + Patience && inputs.Metrics.FirstOrDefault(IsAwaited) is { } late
            ? Answer.Refuse($"The metric {late.Check} has no value for {Silence(late)}, {Patience.Text()} after the bake: what is not known is not good, unless the manifest says missing: good.")
        : null;

    private static Answer? Waiting(VerificationInputs inputs) =>
        Failing(inputs) is { } failing
            ? Answer.Wait($"{failing.Check} answered {Text(failing)}; trying again.")
        : inputs.Since < inputs.Bake
            ? Answer.Wait($"good for {inputs.Since.Text()} of {inputs.Bake.Text()}")
        : Jobs(inputs, VerdictKind.Wait) is { } running
            ? running
        : inputs.Metrics.FirstOrDefault(IsAwaited) is { } awaited
            ? Answer.Wait($"The metric {awaited.Check} has no value for {Silence(awaited)} yet.")
        : inputs.Metrics.FirstOrDefault(metric => metric.Complete < metric.Minutes) is { } open
            ? Answer.Wait($"The metric {open.Check} is complete for {open.Complete} of {Count(open.Minutes, "minute")}.")
        : null;

    private static SmokeResult? Failing(VerificationInputs inputs) =>
        inputs.Smoke.FirstOrDefault(smoke => smoke.Status != smoke.Check.Expect || smoke.Latency > smoke.Check.Within || smoke.Found == false);

    private static Answer? Jobs(VerificationInputs inputs, VerdictKind kind) => inputs.Jobs.Select(job => job.Decide()).FirstOrDefault(answer => answer.Kind == kind);

    private static bool IsAwaited(MetricWatch metric) => metric.Check.Missing == MissingMetric.Wait && metric.Missing > 0;

    private static string Silence(MetricWatch metric) => $"{metric.Missing} of {Count(metric.Complete, "minute")}";

    private static string Text(SmokeResult result) => result.Status is { } status
        ? $"{status}{(result.Latency > result.Check.Within ? $" after {result.Latency.TotalMilliseconds:0} ms" : "")}{(result.Found == false ? $" without the text{(result.Excerpt is { Length: > 0 } excerpt ? $" in '{excerpt}'" : "")}" : "")}"
        : $"nothing ({result.Error})";

    private static string Expected(SmokeCheck check) =>
        $"{check.Expect}{(check.Within is { } within ? $" within {within.TotalMilliseconds:0} ms" : "")}{(check.Contains is { } text ? $" with '{text}'" : "")}";

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
