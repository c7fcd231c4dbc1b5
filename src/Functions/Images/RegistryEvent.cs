using System.Globalization;
using System.Text.Json;
using Slipway.Domain.Images;

namespace Slipway.Functions.Images;

/// <summary>What a message on the registry queue says: a push, a completed scan, or nothing that can be used, with the reason.</summary>
public sealed record RegistryEvent(string Id, Push? Push, Digest? Scanned, PushOutcome? Unusable, string Reason)
{
    /// <summary>Reads an EventBridge event of ECR; a message that is none names what is missing.</summary>
    public static RegistryEvent Read(string messageId, string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body ?? "");
            return Read(messageId, document.RootElement);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return Rejected(messageId, $"The message is not JSON: {failure.Message}");
        }
    }

    private static RegistryEvent Read(string messageId, JsonElement root)
    {
        var id = Text(root, "id") is { Length: > 0 } own ? own : messageId;
        return (Text(root, "source"), Text(root, "detail-type")) switch
        {
            (null, _) or (_, null) => Rejected(id, "The message is no EventBridge event: it has no source and detail-type."),
            ("aws.ecr", "ECR Image Action") => ReadAction(id, root),
            ("aws.ecr", "ECR Image Scan") => ReadScan(id, root),
            var (source, type) => new(id, null, null, PushOutcome.Ignored, $"'{type}' of {source} is no push to a registry."),
        };
    }

    private static RegistryEvent ReadAction(string id, JsonElement root)
    {
        var action = Text(root, "detail", "action-type");
        var result = Text(root, "detail", "result");
        if (action is not null && action != "PUSH")
        {
            return new(id, null, null, PushOutcome.Ignored, $"The image action is {action}: only PUSH is acted on.");
        }

        if (result is not null && result != "SUCCESS")
        {
            return new(id, null, null, PushOutcome.Ignored, $"The push ended as {result}.");
        }

        var (repository, account, region) = (Text(root, "detail", "repository-name"), Text(root, "account"), Text(root, "region"));
        var digestText = Text(root, "detail", "image-digest");
        var timeText = Text(root, "time");
        return (repository, account, region) is not ({ Length: > 0 }, { Length: > 0 }, { Length: > 0 }) ? Rejected(id, "The push event lacks its account, region or detail.repository-name.")
            : !Digest.TryParse(digestText, null, out var digest) ? Rejected(id, $"The push event's detail.image-digest '{digestText}' is no digest.")
            : !DateTimeOffset.TryParse(timeText, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? Rejected(id, $"The push event's time '{timeText}' is no time.")
            : Text(root, "detail", "image-tag") is not { Length: > 0 } tag ? new(id, null, null, PushOutcome.Ignored, "The image was pushed without a tag: no environment accepts it.")
            : new(id, new(id, new($"{account}.dkr.ecr.{region}.amazonaws.com", repository, digest), tag, time.ToUniversalTime()), null, null, "");
    }

    private static RegistryEvent ReadScan(string id, JsonElement root) =>
        Digest.TryParse(Text(root, "detail", "image-digest"), null, out var digest)
            ? new(id, null, digest, null, "")
            : Rejected(id, "The scan event's detail.image-digest is no digest.");

    private static RegistryEvent Rejected(string id, string reason) => new(id, null, null, PushOutcome.Rejected, reason);

    private static string? Text(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
    }
}
