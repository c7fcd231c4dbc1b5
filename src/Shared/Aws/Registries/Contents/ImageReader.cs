using Slipway.Domain;
using Slipway.Domain.Images;

namespace Slipway.Aws.Registries.Contents;

/// <summary>Finds what belongs to an image at its source: platforms, referrers by API or tag schema, cosign's tags.</summary>
internal sealed class ImageReader(OciRepository source)
{
    private const int DeepestNesting = 8;
    private static readonly string[] CosignSuffixes = [".sig", ".att", ".sbom"];

    private readonly HashSet<Digest> _seen = [];
    private readonly List<Manifest> _manifests = [];
    private readonly List<TaggedManifest> _tagged = [];
    private readonly List<ReferrersOf> _referrers = [];
    private bool _withoutApi;

    public async Task<ImageContents> ReadAsync(Digest digest, CancellationToken cancellationToken)
    {
        var root = await source.FindManifestAsync(digest.Value, cancellationToken)
            ?? throw new RejectedException($"The registry {source.Registry.Host} holds no {source.Name}@{digest}: it was never pushed there, or a lifecycle rule removed it.");
        await VisitAsync(root, 0, cancellationToken);
        return new(_manifests, _tagged, _referrers);
    }

    private async Task VisitAsync(Manifest manifest, int depth, CancellationToken cancellationToken)
    {
        if (!_seen.Add(manifest.Digest))
        {
            return;
        }

        if (depth > DeepestNesting)
        {
            throw new RejectedException($"The image nests its manifests more than {DeepestNesting} deep at {source.Name}@{manifest.Digest}: it cannot be copied.");
        }

        foreach (var child in manifest.Children.Where(child => !_seen.Contains(child.Digest)))
        {
            var platform = await source.FindManifestAsync(child.Digest.Value, cancellationToken)
                ?? throw new RejectedException($"The index {source.Name}@{manifest.Digest} names {child.Digest}, which the registry {source.Registry.Host} does not hold: push the image again with all its platforms.");
            await VisitAsync(platform, depth + 1, cancellationToken);
        }

        _manifests.Add(manifest);
        await VisitReferrersAsync(manifest.Digest, depth, cancellationToken);
        await VisitTagsAsync(manifest.Digest, depth, cancellationToken);
    }

    private async Task VisitReferrersAsync(Digest subject, int depth, CancellationToken cancellationToken)
    {
        var (listed, index) = await ListAsync(subject, cancellationToken);
        var held = new List<Descriptor>();
        foreach (var referrer in listed)
        {
            // A list kept under a tag may name what was removed since.
            if (await source.FindManifestAsync(referrer.Digest.Value, cancellationToken) is { } manifest)
            {
                held.Add(referrer);
                await VisitAsync(manifest, depth + 1, cancellationToken);
            }
        }

        if (held.Count > 0)
        {
            _referrers.Add(new(subject, held, held.Count == listed.Count ? index : null));
        }
    }

    private async Task<(IReadOnlyList<Descriptor> Listed, Manifest? Index)> ListAsync(Digest subject, CancellationToken cancellationToken)
    {
        if (!_withoutApi && await source.ListReferrersAsync(subject, cancellationToken) is { } referrers)
        {
            return (referrers, null);
        }

        _withoutApi = true;
        var index = await source.FindManifestAsync(ReferrersOf.TagOf(subject), cancellationToken);
        return index is not null && MediaTypes.IsIndex(index.MediaType) ? (index.Children, index) : ([], null);
    }

    private async Task VisitTagsAsync(Digest subject, int depth, CancellationToken cancellationToken)
    {
        foreach (var tag in CosignSuffixes.Select(suffix => ReferrersOf.TagOf(subject) + suffix))
        {
            if (await source.FindManifestAsync(tag, cancellationToken) is { } manifest)
            {
                _tagged.Add(new(tag, manifest));
                await VisitAsync(manifest, depth + 1, cancellationToken);
            }
        }
    }
}
