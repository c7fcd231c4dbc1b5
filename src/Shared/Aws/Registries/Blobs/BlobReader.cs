using System.Net;
using System.Security.Cryptography;
using Slipway.Aws.Registries.Contents;
using Slipway.Domain;

namespace Slipway.Aws.Registries.Blobs;

/// <summary>Reads a blob from its first byte to its last over as many connections as it takes, and verifies its digest on the way.</summary>
internal sealed class BlobReader(OciRepository source, Descriptor blob, RegistryOptions options, TimeProvider time) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private HttpResponseMessage? _response;
    private Stream? _stream;
    private int _failures;

    /// <summary>How many bytes were read.</summary>
    public long Position { get; private set; }

    /// <summary>Fills the buffer, less only at the end of the blob.</summary>
    public async Task<int> FillAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var wanted = (int)Math.Min(buffer.Length, blob.Size - Position);
        for (var filled = 0; filled < wanted;)
        {
            var read = await ReadAsync(buffer[filled..wanted], cancellationToken);
            _hash.AppendData(buffer.Span.Slice(filled, read));
            filled += read;
            Position += read;
        }

        return wanted;
    }

    /// <summary>Refuses a blob that was read to its end and has another digest than its manifest says.</summary>
    public void Verify()
    {
        if ($"sha256:{Convert.ToHexStringLower(_hash.GetHashAndReset())}" != blob.Digest.Value)
        {
            throw Damaged($"something else than {source.Name}@{blob.Digest}: it does not have this digest");
        }
    }

    public void Dispose()
    {
        Close();
        _hash.Dispose();
    }

    private async Task<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var still = new CancellationTokenSource(options.ReadTimeout, time);
                using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, still.Token);
                _stream ??= await OpenAsync(both.Token, cancellationToken);
                if (await _stream.ReadAsync(buffer, both.Token) is var read and > 0)
                {
                    _failures = 0;
                    return read;
                }

                throw new EndOfStreamException($"it ends {source.Name}@{blob.Digest} after {Position} of {blob.Size} bytes");
            }
            catch (Exception failure) when (RegistryConnection.IsPassing(failure, cancellationToken))
            {
                Close();
                await source.Registry.RestAsync(++_failures, failure, cancellationToken);
            }
        }
    }

    private async Task<Stream> OpenAsync(CancellationToken limit, CancellationToken cancellationToken)
    {
        _response = await source.Registry.SendAsync(new(HttpMethod.Get, source.Address($"blobs/{blob.Digest}")) { From = Position }, source.Scope, limit);
        await source.AcceptedAsync(_response, limit);
        if (_response.StatusCode == HttpStatusCode.OK && _response.Content.Headers.ContentLength is { } length && length != blob.Size)
        {
            throw Damaged($"{length} bytes as {source.Name}@{blob.Digest}, which has {blob.Size}");
        }

        var stream = await _response.Content.ReadAsStreamAsync(cancellationToken);
        if (Position > 0 && _response.StatusCode != HttpStatusCode.PartialContent)
        {
            await SkipAsync(stream, cancellationToken);
        }
        else if (Position > 0 && _response.Content.Headers.ContentRange?.From != Position)
        {
            throw Damaged($"another part of {source.Name}@{blob.Digest} than was asked for");
        }

        return stream;
    }

    /// <summary>A source that knows no ranges begins anew: what was read before is passed over.</summary>
    private async Task SkipAsync(Stream stream, CancellationToken cancellationToken)
    {
        var passed = new byte[64 * 1024];
        for (var left = Position; left > 0;)
        {
            using var still = new CancellationTokenSource(options.ReadTimeout, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, still.Token);
            var read = await stream.ReadAsync(passed.AsMemory(0, (int)Math.Min(left, passed.Length)), both.Token);
            left -= read > 0 ? read : throw new EndOfStreamException($"it ends {source.Name}@{blob.Digest} before its byte {Position}");
        }
    }

    private RejectedException Damaged(string given) => new($"The registry {source.Registry.Host} gives {given}. The image was not copied: push it there again.");

    private void Close()
    {
        _response?.Dispose();
        (_response, _stream) = (null, null);
    }
}
