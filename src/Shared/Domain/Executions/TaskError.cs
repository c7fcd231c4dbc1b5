using System.Text.Json;

namespace Slipway.Domain.Executions;

/// <summary>What a state machine caught: the error's name, and as its cause the JSON that Lambda makes of an exception.</summary>
public sealed record TaskError(string Error, string? Cause)
{
    /// <summary>The sentence in it that a person can use.</summary>
    public string Sentence => Message() is { Length: > 0 } message ? $"{Error}: {message}" : Error;

    private string? Message()
    {
        if (Cause is null || !Cause.TrimStart().StartsWith('{'))
        {
            return Cause;
        }

        try
        {
            using var document = JsonDocument.Parse(Cause);
            return document.RootElement.TryGetProperty("errorMessage", out var message) ? message.GetString()
                : document.RootElement.TryGetProperty(nameof(Error), out var error) ? error.GetString()
                : Cause;
        }
        catch (JsonException)
        {
            return Cause;
        }
    }
}
