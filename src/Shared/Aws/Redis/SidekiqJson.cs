using System.Text.Json;

namespace Slipway.Aws.Redis;

/// <summary>What Sidekiq writes of a job and of a process, as far as it tells of queues. What is no such text tells nothing.</summary>
internal static class SidekiqJson
{
    /// <summary>A time above it is no number of seconds for the next three thousand years.</summary>
    private const double LastSecond = 1e11;

    public static string? QueueOf(string? job)
    {
        using var document = Parse(job);
        return document?.RootElement is { } root && Member(root, "queue") is { ValueKind: JsonValueKind.String } queue ? queue.GetString() : null;
    }

    /// <summary>When a job was enqueued, in milliseconds: until version 8 it says so in seconds.</summary>
    public static double? EnqueuedAt(string? job)
    {
        using var document = Parse(job);
        return document?.RootElement is { } root && (Member(root, "enqueued_at") ?? Member(root, "created_at")) is { ValueKind: JsonValueKind.Number } at
            ? at.GetDouble() is var time && time < LastSecond ? time * 1000 : time
            : null;
    }

    /// <summary>Whether a process serves a queue: it lists them, since version 8 under each of its capsules. One that tells neither may.</summary>
    public static bool Serves(string? process, string queue)
    {
        using var document = Parse(process);
        if (document?.RootElement is not { } root)
        {
            return false;
        }

        return Member(root, "queues") is { ValueKind: JsonValueKind.Array } queues ? queues.EnumerateArray().Any(served => served.ValueKind == JsonValueKind.String && served.ValueEquals(queue))
            : Member(root, "capsules") is not { ValueKind: JsonValueKind.Object } capsules
            || capsules.EnumerateObject().Any(capsule => Member(capsule.Value, "weights") is not { ValueKind: JsonValueKind.Object } weights || Member(weights, queue) is not null);
    }

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;

    private static JsonDocument? Parse(string? text)
    {
        try
        {
            return text is null ? null : JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
