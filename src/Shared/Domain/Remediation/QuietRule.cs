using Slipway.Domain.Releases;

namespace Slipway.Domain.Remediation;

/// <summary>An alarm as it stands, and how long ago something was done about it. <paramref name="Reading"/> is null when CloudWatch knows no such alarm.</summary>
public sealed record QuietInputs(AlarmReading? Reading, TimeSpan Since, TimeSpan Patience);

/// <summary>
/// Whether an alarm is quiet again. No data is no quiet: a service that is down sends none.
/// <list type="table">
/// <item><term>OK</term><description>pass</description></item>
/// <item><term>on, without data, or unknown to CloudWatch, within the patience</term><description>wait</description></item>
/// <item><term>the same after it</term><description>refuse</description></item>
/// </list>
/// </summary>
public static class QuietRule
{
    public static Answer Decide(QuietInputs inputs)
    {
        var since = inputs.Since.Text();
        var state = inputs.Reading?.State switch
        {
            AlarmState.Alarm => "is still on",
            AlarmState.InsufficientData => "has no data",
            _ => "is not known to CloudWatch",
        };
        return inputs.Reading?.State == AlarmState.Ok ? Answer.Pass($"The alarm is quiet after {since}.")
            : inputs.Since < inputs.Patience ? Answer.Wait($"The alarm {state} after {since}.")
            : Answer.Refuse($"The alarm {state} after {since}: a person must look.");
    }
}
