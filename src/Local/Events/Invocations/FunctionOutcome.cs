using System.Text.Json.Nodes;

namespace Slipway.Local.Events;

/// <summary>
/// Why an invocation failed, as Lambda tells it: the exception's short type name (state machines compare it) and its message.
/// </summary>
public sealed record FunctionError(string Type, string Message)
{
    /// <summary>What Lambda answers a caller in place of a result.</summary>
    public string ToJson() => new JsonObject { ["errorType"] = Type, ["errorMessage"] = Message }.ToJsonString(PlainJson.Options);
}

/// <summary>How an invocation ended: with an answer (JSON; null when the function returned nothing) or with an error.</summary>
public sealed record FunctionOutcome(string? Answer, FunctionError? Error)
{
    /// <summary>Lambda did not even start the function, because as many as it may run are running.</summary>
    public bool IsThrottled { get; init; }

    public bool IsSuccess => Error is null;
}
