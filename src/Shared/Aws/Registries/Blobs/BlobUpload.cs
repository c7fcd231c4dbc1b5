using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Slipway.Domain.Images;

namespace Slipway.Aws.Registries.Blobs;

/// <summary>How a part of an upload ended.</summary>
internal enum PartOutcome
{
    /// <summary>The registry has the part; with the last one it has the blob.</summary>
    Received,

    /// <summary>The session is gone or holds something else than was sent: the blob begins anew.</summary>
    Lost,

    /// <summary>The registry does not take the blob in parts.</summary>
    Refused,
}

/// <summary>
/// One session of a chunked upload. After a cut the registry is asked how much it received, and the rest follows. What it says
/// after a success is not used: ECR goes on saying the end of the first part (github.com/aws/containers-roadmap/issues/2831).
/// </summary>
internal sealed partial class BlobUpload(OciRepository target, Uri location, Digest digest, RegistryOptions options)
{
    private Uri _location = location;

    /// <summary>Sends bytes that begin at an offset of the blob.</summary>
    public Task<PartOutcome> AppendAsync(ReadOnlyMemory<byte> part, long offset, CancellationToken cancellationToken) => SendAsync(part, offset, last: false, cancellationToken);

    /// <summary>Sends the last bytes and closes the blob under its digest, which the registry verifies.</summary>
    public Task<PartOutcome> CompleteAsync(ReadOnlyMemory<byte> part, long offset, CancellationToken cancellationToken) => SendAsync(part, offset, last: true, cancellationToken);

    /// <summary>Gives the session back; the registry forgets it by itself when this does not reach it.</summary>
    public async Task AbandonAsync(CancellationToken cancellationToken)
    {
        try
        {
            (await target.Registry.SendAsync(new(HttpMethod.Delete, _location), target.Scope, cancellationToken)).Dispose();
        }
        catch (Exception failure) when (RegistryConnection.IsPassing(failure, cancellationToken))
        {
            // Nothing depends on it.
        }
    }

    private async Task<PartOutcome> SendAsync(ReadOnlyMemory<byte> part, long offset, bool last, CancellationToken cancellationToken)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                using var response = await target.Registry.SendAsync(Request(part, offset, last), target.Scope, cancellationToken);
                if (response.StatusCode != HttpStatusCode.RequestedRangeNotSatisfiable || failures >= options.Attempts)
                {
                    return await OutcomeAsync(response, cancellationToken);
                }
            }
            catch (Exception failure) when (RegistryConnection.IsPassing(failure, cancellationToken))
            {
                await target.Registry.RestAsync(failures, failure, cancellationToken);
            }

            if (last && await target.HoldsBlobAsync(digest, cancellationToken))
            {
                return PartOutcome.Received;
            }

            var missing = await ReceivedAsync(cancellationToken) - offset;
            if (missing is null || missing < 0 || missing > part.Length)
            {
                return PartOutcome.Lost;
            }

            (part, offset) = (part[(int)missing..], offset + missing.Value);
            if (part.IsEmpty && !last)
            {
                return PartOutcome.Received;
            }
        }
    }

    private RegistryRequest Request(ReadOnlyMemory<byte> part, long offset, bool last) =>
        new(last ? HttpMethod.Put : HttpMethod.Patch, last ? With(_location, digest) : _location) { Content = () => Content(part, offset) };

    private async Task<PartOutcome> OutcomeAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
        {
            Follow(response);
            return PartOutcome.Received;
        }

        return response.StatusCode switch
        {
            HttpStatusCode.NotFound or HttpStatusCode.RequestedRangeNotSatisfiable => PartOutcome.Lost,
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => throw (await RegistryFailure.ReadAsync(response, cancellationToken)).Explain(target.Registry.Host, target.Name, "write"),
            _ => PartOutcome.Refused,
        };
    }

    /// <summary>How many bytes the session holds; null when it is gone.</summary>
    private Task<long?> ReceivedAsync(CancellationToken cancellationToken) => target.AskAsync(
        new(HttpMethod.Get, _location),
        (response, _) =>
        {
            Follow(response);
            return Task.FromResult(response.IsSuccessStatusCode && response.Headers.TryGetValues("Range", out var ranges) ? End(ranges.First()) : null);
        },
        cancellationToken);

    private void Follow(HttpResponseMessage response) => _location = response.IsSuccessStatusCode && response.Headers.Location is { } next ? new Uri(_location, next) : _location;

    /// <summary>Registries say <c>0-0</c> both of nothing and of one byte; nobody sends one byte.</summary>
    private static long? End(string range) => Received().Match(range) is { Success: true } match && long.TryParse(match.Groups[1].ValueSpan, out var end)
        ? end == 0 ? 0 : end + 1
        : null;

    private static ReadOnlyMemoryContent Content(ReadOnlyMemory<byte> part, long offset)
    {
        var content = new ReadOnlyMemoryContent(part);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        if (!part.IsEmpty)
        {
            // Without the unit, as the distribution API has it.
            content.Headers.TryAddWithoutValidation("Content-Range", $"{offset}-{offset + part.Length - 1}");
        }

        return content;
    }

    /// <summary>The address that closes an upload: the location is opaque and may have a query of its own.</summary>
    internal static Uri With(Uri location, Digest digest) => new($"{location.AbsoluteUri}{(location.Query.Length > 0 ? '&' : '?')}digest={Uri.EscapeDataString(digest.Value)}");

    [GeneratedRegex("^(?:bytes=)?0-([0-9]+)$")]
    private static partial Regex Received();
}
