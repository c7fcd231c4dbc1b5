using Slipway.Local.StepFunctions.Documents;
using Slipway.Local.StepFunctions.States;

namespace Slipway.Local.StepFunctions;

/// <summary>
/// One event of an execution. It holds what the state held by reference and turns it into text only when it is written, so that
/// a history of a million events costs little more than the events themselves.
/// </summary>
/// <param name="StateName">Of an Entered or Exited event.</param>
/// <param name="Payload">Input of an Entered event, output of an Exited one.</param>
/// <param name="Details">The variables that an Exited event assigned; for other types everything they say.</param>
public readonly record struct HistoryEvent(
    int Id, int PreviousEventId, DateTimeOffset At, HistoryEventType Type, string? StateName, Json? Payload, JsonMap? Details)
{
    private static readonly string[] Embedded = ["input", "output", "parameters"];

    /// <summary>The event as GetExecutionHistory gives it.</summary>
    public JsonMap ToJson()
    {
        var json = JsonMap.Of(
            ("timestamp", Json.Of(Timestamps.Write(At))),
            ("type", Json.Of(Type.ToString())),
            ("id", Json.Of(Id)),
            ("previousEventId", Json.Of(PreviousEventId)));
        if (StateName is not null)
            return json.With(IsEntered ? "stateEnteredEventDetails" : "stateExitedEventDetails", StateDetails());

        return Details is null ? json : json.With(DetailsName, AsText(Details));
    }

    private bool IsEntered => Type.ToString().EndsWith("Entered", StringComparison.Ordinal);

    private string DetailsName => Camel(Type) + "EventDetails";

    private static string Camel(HistoryEventType type) => char.ToLowerInvariant(type.ToString()[0]) + type.ToString()[1..];

    private JsonMap StateDetails()
    {
        var name = IsEntered ? "input" : "output";
        var details = JsonMap.Of(
            ("name", Json.Of(StateName)),
            (name, Json.Of(Payload?.ToString())),
            (name + "Details", JsonMap.Of(("truncated", Json.False))));
        return Details is null
            ? details
            : details.With("assignedVariables", JsonMap.Of(Details.Members.Select(variable => KeyValuePair.Create(variable.Key, Json.Of(variable.Value.ToString())))));
    }

    private static JsonMap AsText(JsonMap details) => JsonMap.Of(details.Members.Select(member =>
        Embedded.Contains(member.Key) ? KeyValuePair.Create(member.Key, Json.Of(member.Value.ToString())) : member));
}
