using System.Buffers;
using Slipway.Aws.Registries.Contents;
using Slipway.Domain;
using Slipway.Domain.Images;

namespace Slipway.Aws.Registries;

/// <summary>Copies images between registries of the OCI distribution API.</summary>
public sealed class OciImageCopies(OciRegistries registries) : IImageCopies
{
    /// <summary>No more buffers than blobs under way: the shared pool would keep one for every thread that ever moved one.</summary>
    private readonly ArrayPool<byte> _buffers = ArrayPool<byte>.Create(registries.Options.ChunkBytes, registries.Options.ParallelBlobs);

    public async Task<CopyReport> CopyAsync(Image source, Image target, CancellationToken cancellationToken)
    {
        if (source.Digest != target.Digest)
        {
            throw new RejectedException($"A copy keeps its digest: {source.Reference} cannot become {target.Reference}.");
        }

        var pull = $"repository:{source.Repository}:pull";
        var push = $"repository:{target.Repository}:pull,push";
        var sameRegistry = source.Registry.Equals(target.Registry, StringComparison.OrdinalIgnoreCase);
        var from = registries.Open(source.Registry, source.Repository, pull, "read");
        var to = registries.Open(target.Registry, target.Repository, sameRegistry && source.Repository != target.Repository ? $"{push} {pull}" : push, "write");
        try
        {
            var contents = await new ImageReader(from).ReadAsync(source.Digest, cancellationToken);
            return await new ImageWriter(to, new(from, to, registries.Options, registries.Time, _buffers), registries.Options.ParallelBlobs).WriteAsync(contents, cancellationToken);
        }
        catch (OperationCanceledException failure)
        {
            throw new UnavailableException($"The time was not enough to copy {source.Reference} to {target.Registry}: what arrived is not moved again by the next attempt.", failure);
        }
    }
}
