using System.Text.Json;
using Slipway.Aws.Registries.Contents;
using Slipway.Domain.Images;
using Slipway.Domain.Signatures;

namespace Slipway.Aws.Registries;

/// <summary>The signatures that registries of the OCI distribution API keep: under cosign's tag, and among the referrers of the image, by the API or listed under a tag.</summary>
public sealed class OciSignatures(OciRegistries registries) : ISignatures
{
    /// <summary>A payload of cosign has a few hundred bytes, an envelope of Notation as many thousand.</summary>
    private const int LargestBytes = 256 * 1024;

    /// <summary>How many manifests are read: more than anybody signs with.</summary>
    private const int MostManifests = 20;
    private const int MostLayers = 20;
    private const string CosignSignature = "dev.cosignproject.cosign/signature";
    private static readonly string[] Kinds = [HeldSignature.SimpleSigning, HeldSignature.Jws, HeldSignature.Cose];
    private static readonly string[] Artifacts = ["application/vnd.dev.cosign.artifact.sig.v1+json", "application/vnd.cncf.notary.signature"];

    public async Task<IReadOnlyList<HeldSignature>> ReadAsync(Image image, CancellationToken cancellationToken)
    {
        var repository = registries.OpenToRead(image.Registry, image.Repository);
        var held = new List<HeldSignature>();
        foreach (var reference in (await ReferrersAsync(repository, image.Digest, cancellationToken)).Prepend($"{ReferrersOf.TagOf(image.Digest)}.sig"))
        {
            if (await repository.FindManifestAsync(reference, cancellationToken) is { } manifest)
            {
                foreach (var layer in manifest.Blobs.Where(blob => Kinds.Contains(blob.MediaType)).Take(MostLayers))
                {
                    held.Add(new(layer.MediaType, manifest.Digest, await repository.ReadBlobAsync(layer, LargestBytes, cancellationToken), Annotation(layer.Json)));
                }
            }
        }

        return held;
    }

    private static async Task<IEnumerable<string>> ReferrersAsync(OciRepository repository, Digest digest, CancellationToken cancellationToken)
    {
        var listed = await repository.ListReferrersAsync(digest, cancellationToken)
            ?? (await repository.FindManifestAsync(ReferrersOf.TagOf(digest), cancellationToken))?.Children
            ?? [];
        return listed.Where(referrer => ArtifactType(referrer.Json) is not { } type || Artifacts.Contains(type)).Take(MostManifests).Select(referrer => referrer.Digest.Value);
    }

    /// <summary>Null where the list does not tell.</summary>
    private static string? ArtifactType(JsonElement descriptor) => descriptor.TryGetProperty("artifactType", out var type) ? type.GetString() : null;

    private static string? Annotation(JsonElement descriptor) =>
        descriptor.TryGetProperty("annotations", out var annotations) && annotations.ValueKind == JsonValueKind.Object && annotations.TryGetProperty(CosignSignature, out var signature) && signature.ValueKind == JsonValueKind.String
            ? signature.GetString()
            : null;
}
