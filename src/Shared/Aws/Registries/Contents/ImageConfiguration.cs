using System.Text.Json;
using Slipway.Domain;
using Slipway.Domain.Images;

namespace Slipway.Aws.Registries.Contents;

/// <summary>What an image's author wrote into it: the labels of its configuration.</summary>
internal static class ImageConfiguration
{
    /// <summary>The largest configuration that is read, in bytes; those of common images have a few thousand.</summary>
    private const int LargestBytes = 1024 * 1024;
    private const int DeepestNesting = 4;

    private static readonly Dictionary<string, string> None = [];

    /// <summary>The labels, of an index those of its first platform; null when the repository does not hold the image.</summary>
    public static async Task<IReadOnlyDictionary<string, string>?> ReadLabelsAsync(OciRepository repository, Digest digest, CancellationToken cancellationToken)
    {
        var manifest = await repository.FindManifestAsync(digest.Value, cancellationToken);
        for (var depth = 0; manifest is not null && MediaTypes.IsIndex(manifest.MediaType); depth++)
        {
            if (depth == DeepestNesting || manifest.Children.FirstOrDefault(child => MediaTypes.IsPlatform(child.Json)) is not { } first)
            {
                return None;
            }

            manifest = await repository.FindManifestAsync(first.Digest.Value, cancellationToken);
        }

        return manifest is null ? null
            : manifest.Configuration is { } configuration ? Labels(await repository.ReadBlobAsync(configuration, LargestBytes, cancellationToken), digest)
            : None;
    }

    private static Dictionary<string, string> Labels(ReadOnlyMemory<byte> configuration, Digest digest)
    {
        try
        {
            using var json = JsonDocument.Parse(configuration);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("config", out var config) && config.ValueKind == JsonValueKind.Object
                && config.TryGetProperty("Labels", out var labels) && labels.ValueKind == JsonValueKind.Object
                ? Texts(labels)
                : None;
        }
        catch (JsonException failure)
        {
            throw new RejectedException($"The configuration of {digest.Abbreviation} is not JSON: {failure.Message}", failure);
        }
    }

    /// <summary>Of a name that is written twice the last counts, as for container runtimes.</summary>
    private static Dictionary<string, string> Texts(JsonElement labels)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var label in labels.EnumerateObject().Where(label => label.Value.ValueKind == JsonValueKind.String))
        {
            texts[label.Name] = label.Value.GetString()!;
        }

        return texts;
    }
}
