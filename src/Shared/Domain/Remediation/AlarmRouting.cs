namespace Slipway.Domain.Remediation;

/// <summary>An alarm event. <paramref name="Problem"/> is set when it could not be read, <paramref name="IsKnown"/> when a manifest describes the alarm.</summary>
public sealed record AlarmArrival(string AlarmName, string State, string Reason, string? Problem, bool IsKnown);

/// <summary>Whether an alarm event opens an incident, and why not.</summary>
public static class AlarmRouting
{
    public static (IncidentStatus Status, string Reason) Decide(AlarmArrival arrival) => arrival switch
    {
        { Problem: { } problem } => (IncidentStatus.Ignored, problem),
        { IsKnown: false } => (IncidentStatus.Ignored, $"No manifest describes an alarm '{arrival.AlarmName}'."),
        { State: not "ALARM" } => (IncidentStatus.Ignored, $"The alarm went to {arrival.State}: nothing to do."),
        _ => (IncidentStatus.Open, arrival.Reason),
    };
}
