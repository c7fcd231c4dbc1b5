using System.Text.Json;

namespace Slipway.Aws.Registries.Contents;

/// <summary>The media types of manifests (OCI image spec 1.1, Docker image manifest version 2 schema 2).</summary>
internal static class MediaTypes
{
    public const string OciIndex = "application/vnd.oci.image.index.v1+json";
    public const string OciManifest = "application/vnd.oci.image.manifest.v1+json";
    public const string OciArtifact = "application/vnd.oci.artifact.manifest.v1+json";
    public const string DockerList = "application/vnd.docker.distribution.manifest.list.v2+json";
    public const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";

    /// <summary>Everything that can be copied; a registry that is not told would convert a list into one platform.</summary>
    public static readonly IReadOnlyList<string> Manifests = [OciIndex, DockerList, OciManifest, DockerManifest, OciArtifact];

    public static bool IsIndex(string type) => type is OciIndex or DockerList;

    /// <summary>Whether a child of an index is an image: attestations have the platform unknown, and nothing to run or scan.</summary>
    public static bool IsPlatform(JsonElement child) =>
        !(child.TryGetProperty("platform", out var platform) && platform.TryGetProperty("os", out var system) && system.GetString() == "unknown");

    /// <summary>Layers that may not be distributed: every node fetches them from their own addresses.</summary>
    public static bool IsForeign(string type) =>
        type.Contains(".nondistributable.", StringComparison.Ordinal) || type.StartsWith("application/vnd.docker.image.rootfs.foreign.", StringComparison.Ordinal);
}
