using Slipway.Domain;

namespace Slipway.Aws.Registries;

/// <summary>Reads small answers, and no more than is allowed of one that turns out large.</summary>
internal static class BoundedContent
{
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage response, int limit, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > limit)
        {
            throw TooLarge(limit);
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[(int)(response.Content.Headers.ContentLength ?? 16 * 1024) + 1];
        var length = 0;
        for (int read; (read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken)) > 0;)
        {
            length += read;
            if (length > limit)
            {
                throw TooLarge(limit);
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(limit + 1, buffer.Length * 2));
            }
        }

        return buffer.AsMemory(0, length);
    }

    private static RejectedException TooLarge(int limit) => new($"The registry answers with more than the {limit} bytes that such an answer may have.");
}
