using System.Buffers;
using System.Runtime.ExceptionServices;
using Slipway.Aws.Registries.Contents;
using Slipway.Domain;

namespace Slipway.Aws.Registries.Blobs;

/// <summary>What it took to have a blob at the target.</summary>
internal enum BlobOutcome
{
    Present,
    Mounted,
    Moved,
}

/// <summary>Brings one blob from a repository to another: found there, mounted, or moved in parts through one buffer.</summary>
internal sealed class BlobTransfer(OciRepository source, OciRepository target, RegistryOptions options, TimeProvider time, ArrayPool<byte> buffers)
{
    private const double SlowestBytesPerSecond = 256 * 1024;

    /// <summary>Set by the first blob that the target took as a whole after it had refused it in parts.</summary>
    private volatile bool _takesNoParts;

    private string? MountFrom => source.Registry.Host.Equals(target.Registry.Host, StringComparison.OrdinalIgnoreCase) ? source.Name : null;

    public async Task<BlobOutcome> MoveAsync(Descriptor blob, CancellationToken cancellationToken)
    {
        if (await target.HoldsBlobAsync(blob.Digest, cancellationToken))
        {
            return BlobOutcome.Present;
        }

        for (var begun = 1; begun <= options.Attempts; begun++)
        {
            if (await target.StartUploadAsync(blob.Digest, MountFrom, cancellationToken) is not { } location)
            {
                return BlobOutcome.Mounted;
            }

            var upload = new BlobUpload(target, location, blob.Digest, options);
            var outcome = _takesNoParts ? PartOutcome.Refused : await SendPartsAsync(upload, blob, cancellationToken);
            if (outcome == PartOutcome.Refused)
            {
                await upload.AbandonAsync(cancellationToken);
                await SendWholeAsync(blob, cancellationToken);
                _takesNoParts = true;
            }

            if (outcome != PartOutcome.Lost)
            {
                return BlobOutcome.Moved;
            }
        }

        throw new UnavailableException($"The registry {target.Registry.Host} lost the upload of {blob.Digest} to {target.Name} {options.Attempts} times.");
    }

    private async Task<PartOutcome> SendPartsAsync(BlobUpload upload, Descriptor blob, CancellationToken cancellationToken)
    {
        using var reader = new BlobReader(source, blob, options, time);
        var buffer = buffers.Rent((int)Math.Min(options.ChunkBytes, Math.Max(blob.Size, 1)));
        try
        {
            while (true)
            {
                var offset = reader.Position;
                var part = buffer.AsMemory(0, await reader.FillAsync(buffer.AsMemory(0, Math.Min(buffer.Length, options.ChunkBytes)), cancellationToken));
                if (reader.Position == blob.Size)
                {
                    reader.Verify();
                    return await upload.CompleteAsync(part, offset, cancellationToken);
                }

                if (await upload.AppendAsync(part, offset, cancellationToken) is var outcome and not PartOutcome.Received)
                {
                    return outcome;
                }
            }
        }
        catch (RejectedException)
        {
            await upload.AbandonAsync(cancellationToken);
            throw;
        }
        finally
        {
            buffers.Return(buffer);
        }
    }

    private async Task SendWholeAsync(Descriptor blob, CancellationToken cancellationToken)
    {
        for (var failures = 1; await target.StartUploadAsync(blob.Digest, null, cancellationToken) is { } location; failures++)
        {
            using var reader = new BlobReader(source, blob, options, time);
            using var body = new WholeBlob(reader, blob.Size, cancellationToken);
            try
            {
                using var response = await target.Registry.SendAsync(Whole(location, blob, body), target.Scope, cancellationToken);
                await target.AcceptedAsync(response, cancellationToken);
                return;
            }
            catch (Exception failure) when (body.Failure is null && RegistryConnection.IsPassing(failure, cancellationToken))
            {
                await target.Registry.RestAsync(failures, failure, cancellationToken);
            }
            catch (Exception) when (body.Failure is not null)
            {
                ExceptionDispatchInfo.Throw(body.Failure);
            }
        }
    }

    private static RegistryRequest Whole(Uri location, Descriptor blob, WholeBlob body) => new(HttpMethod.Put, BlobUpload.With(location, blob.Digest))
    {
        Content = () => body.Begun ? throw new IOException("it asks for the credentials again in the middle of an upload") : body,
        Allowance = TimeSpan.FromSeconds(blob.Size / SlowestBytesPerSecond),
    };
}
