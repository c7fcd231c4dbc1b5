using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;

namespace Slipway.Domain.Rollouts;

public sealed record VerificationInputs(IReadOnlyList<SmokeResult> Smoke, IReadOnlyList<AlarmReading> Alarms, DateTimeOffset RolledOutAt, TimeSpan Since, TimeSpan Bake);

/// <summary>
/// Whether what was rolled out is good.
/// <list type="table">
/// <item><term>an alarm went off since the first change</term><description>refuse</description></item>
/// <item><term>a smoke request fails, longer than the settling time after the rollout</term><description>refuse</description></item>
/// <item><term>a smoke request fails within it</term><description>wait</description></item>
/// <item><term>the bake time is not over</term><description>wait</description></item>
/// <item><term>otherwise</term><description>pass</description></item>
/// </list>
/// An alarm that was on before the release is not the release's doing and does not stop it: the release may be the cure.
/// </summary>
public static class VerificationRule
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(30);

    public static Answer Decide(VerificationInputs inputs)
    {
        var failing = inputs.Smoke.FirstOrDefault(smoke => smoke.Status != smoke.Check.Expect || smoke.Latency > smoke.Check.Within);
        return inputs.Alarms.FirstOrDefault(alarm => alarm.State == AlarmState.Alarm && alarm.Since >= inputs.RolledOutAt) is { } alarm
                ? Answer.Refuse($"The alarm {alarm.Name} went off: {alarm.Reason}")
            : failing is not null && inputs.Since >= Settling
                ? Answer.Refuse($"{failing.Check.Url} answered {Text(failing)}; expected {Expected(failing.Check)}.")
            : failing is not null
                ? Answer.Wait($"{failing.Check.Url} answered {Text(failing)}; trying again.")
            : inputs.Since < inputs.Bake
                ? Answer.Wait($"good for {inputs.Since.Text()} of {inputs.Bake.Text()}")
            : Answer.Pass($"{Count(inputs.Smoke.Count, "smoke request")} answered and {Count(inputs.Alarms.Count, "alarm")} stayed quiet for {inputs.Bake.Text()}.");
    }

    private static string Text(SmokeResult result) =>
        result.Status is not { } status ? $"nothing ({result.Error})"
        : result.Latency > result.Check.Within ? $"{status} after {result.Latency.TotalMilliseconds:0} ms"
        : $"{status}";

    private static string Expected(SmokeCheck check) => check.Within is { } within ? $"{check.Expect} within {within.TotalMilliseconds:0} ms" : $"{check.Expect}";

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
