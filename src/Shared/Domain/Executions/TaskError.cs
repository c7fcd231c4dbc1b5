using System.Text.Json;

namespace Slipway.Domain.Executions;

/// <summary>What a state machine caught: the error's name, and as its cause the JSON that Lambda makes of an exception or Step Functions of a failed execution.</summary>
public sealed record TaskError(string Error, string? Cause)
{
    /// <summary>The sentence in it that a person can use, from however deep it comes; what is not our own failure goes with its name.</summary>
    public string Sentence => Read() switch
    {
        { Inner: { } inner } => inner.Sentence,
        { Message: { Length: > 0 } message } => Error is nameof(RejectedException) or nameof(ConflictException) or nameof(UnavailableException) ? message : $"{Error}: {message}",
        _ => Error,
    };

    private (TaskError? Inner, string? Message) Read()
    {
        if (Cause is null || !Cause.TrimStart().StartsWith('{'))
        {
            return (null, Cause);
        }

        try
        {
            using var document = JsonDocument.Parse(Cause);
            return Text(document.RootElement, nameof(Error)) is { } error
                ? (new TaskError(error, Text(document.RootElement, nameof(Cause))), null)
                : (null, Text(document.RootElement, "errorMessage") ?? Cause);
        }
        catch (JsonException)
        {
            return (null, Cause);
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
