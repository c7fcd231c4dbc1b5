using System.Buffers;
using System.Net;

namespace Slipway.Aws.Registries.Blobs;

/// <summary>A blob as the body of one request, read from its source while it is sent: for registries that take no parts.</summary>
internal sealed class WholeBlob : HttpContent
{
    private const int BufferBytes = 128 * 1024;
    private readonly BlobReader _reader;
    private readonly long _size;
    private readonly CancellationToken _cancellationToken;

    public WholeBlob(BlobReader reader, long size, CancellationToken cancellationToken)
    {
        (_reader, _size, _cancellationToken) = (reader, size, cancellationToken);
        Headers.ContentType = new("application/octet-stream");
    }

    /// <summary>True once bytes were taken from it: it cannot be sent again.</summary>
    public bool Begun => _reader.Position > 0;

    /// <summary>Why the body was broken off, which the client would hide behind a failed request.</summary>
    public Exception? Failure { get; private set; }

    protected override bool TryComputeLength(out long length)
    {
        length = _size;
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            await SendAsync(stream, buffer, cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task SendAsync(Stream stream, byte[] buffer, CancellationToken cancellationToken)
    {
        while (_reader.Position < _size)
        {
            var length = await ReadAsync(buffer.AsMemory(0, BufferBytes));
            await stream.WriteAsync(buffer.AsMemory(0, length), cancellationToken);
        }
    }

    /// <summary>The last bytes are given away only after the whole was verified, so that a damaged blob never completes.</summary>
    private async Task<int> ReadAsync(Memory<byte> buffer)
    {
        try
        {
            var length = await _reader.FillAsync(buffer, _cancellationToken);
            if (_reader.Position == _size)
            {
                _reader.Verify();
            }

            return length;
        }
        catch (Exception failure)
        {
            Failure = failure;
            throw;
        }
    }
}
