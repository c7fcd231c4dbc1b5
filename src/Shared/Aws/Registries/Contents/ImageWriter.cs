using System.Buffers;
using System.Text.Json;
using Slipway.Aws.Registries.Blobs;
using Slipway.Domain.Images;

namespace Slipway.Aws.Registries.Contents;

/// <summary>Brings what belongs to an image to its target, blobs first, so that nothing there ever names what is not there yet.</summary>
internal sealed class ImageWriter(OciRepository target, BlobTransfer transfer, int parallelBlobs)
{
    public async Task<CopyReport> WriteAsync(ImageContents contents, CancellationToken cancellationToken)
    {
        var missing = new List<Manifest>();
        foreach (var manifest in contents.Manifests)
        {
            if (!await target.HoldsManifestAsync(manifest.Digest, cancellationToken))
            {
                missing.Add(manifest);
            }
        }

        var report = await MoveBlobsAsync(contents, missing, cancellationToken);
        foreach (var manifest in missing)
        {
            await target.PutManifestAsync(manifest, manifest.Digest.Value, cancellationToken);
        }

        var tagged = await WriteTagsAsync(contents.Tagged, cancellationToken) + await WriteReferrersAsync(contents.Referrers, cancellationToken);
        return report with { Manifests = missing.Count + tagged };
    }

    /// <summary>The blobs of a manifest that the target holds are there as well: a registry takes no manifest before its blobs.</summary>
    private async Task<CopyReport> MoveBlobsAsync(ImageContents contents, List<Manifest> missing, CancellationToken cancellationToken)
    {
        var wanted = missing.SelectMany(manifest => manifest.Blobs).DistinctBy(blob => blob.Digest).ToList();
        var present = contents.Manifests.Except(missing).SelectMany(manifest => manifest.Blobs).Select(blob => blob.Digest).Except(wanted.Select(blob => blob.Digest)).Count();
        var outcomes = new BlobOutcome[wanted.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallelBlobs, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, wanted.Count, options, async (at, stop) => outcomes[at] = await transfer.MoveAsync(wanted[at], stop));
        return new(
            0,
            outcomes.Count(outcome => outcome == BlobOutcome.Moved),
            outcomes.Count(outcome => outcome == BlobOutcome.Mounted),
            present + outcomes.Count(outcome => outcome == BlobOutcome.Present),
            wanted.Where((_, at) => outcomes[at] == BlobOutcome.Moved).Sum(blob => blob.Size));
    }

    /// <summary>The source's signature counts: a tag that names another manifest at the target is moved.</summary>
    private async Task<int> WriteTagsAsync(IReadOnlyList<TaggedManifest> tagged, CancellationToken cancellationToken)
    {
        var written = 0;
        foreach (var (tag, manifest) in tagged)
        {
            written += await TagAsync(manifest, tag, await target.FindManifestAsync(tag, cancellationToken), cancellationToken);
        }

        return written;
    }

    private async Task<int> WriteReferrersAsync(IReadOnlyList<ReferrersOf> referrers, CancellationToken cancellationToken)
    {
        var written = 0;
        foreach (var list in referrers)
        {
            // The OCI-Subject header of an answer to PUT says nothing: ECR sent it without having the API (github.com/sigstore/sigstore-js/pull/1183).
            if (await target.ListReferrersAsync(list.Subject, cancellationToken) is not null)
            {
                return written;
            }

            var held = await target.FindManifestAsync(list.Tag, cancellationToken);
            var index = held is null && list.Index is not null ? list.Index : Merge(held, list.Descriptors);
            written += await TagAsync(index, list.Tag, held, cancellationToken);
        }

        return written;
    }

    private async Task<int> TagAsync(Manifest manifest, string tag, Manifest? held, CancellationToken cancellationToken)
    {
        if (held?.Digest == manifest.Digest)
        {
            return 0;
        }

        await target.PutManifestAsync(manifest, tag, cancellationToken);
        return 1;
    }

    /// <summary>The target's list with what it lacks; itself when it lacks nothing.</summary>
    private static Manifest Merge(Manifest? held, IReadOnlyList<Descriptor> descriptors)
    {
        var known = held?.Children ?? [];
        var added = descriptors.ExceptBy(known.Select(child => child.Digest), descriptor => descriptor.Digest).ToList();
        if (held is not null && added.Count == 0)
        {
            return held;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schemaVersion", 2);
            writer.WriteString("mediaType", MediaTypes.OciIndex);
            writer.WriteStartArray("manifests");
            foreach (var descriptor in known.Concat(added))
            {
                descriptor.Json.WriteTo(writer);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Manifest.Parse(buffer.WrittenMemory, MediaTypes.OciIndex);
    }
}
