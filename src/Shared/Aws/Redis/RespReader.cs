using System.Globalization;
using System.Text;

namespace Slipway.Aws.Redis;

/// <summary>
/// Reads replies of the Redis serialization protocol, version 2. Whoever answers may be no Redis at all: nothing is taken that is
/// longer, larger or deeper than the commands in use are answered with. A message is as long as its sender likes: one that is too
/// long to keep is passed over, as if it were none.
/// </summary>
internal sealed class RespReader(Stream stream)
{
    private const int LongestLine = 4 * 1024;
    private const int LongestText = 64 * 1024;
    private const int LongestPassedOver = 64 * 1024 * 1024;
    private const int MostItems = 8 * 1024;
    private const int Deepest = 4;
    private readonly byte[] _buffer = new byte[4 * 1024];
    private int _begin;
    private int _end;

    /// <exception cref="EndOfStreamException">The connection ended within a reply or before it.</exception>
    /// <exception cref="RedisProtocolException">It is no reply.</exception>
    public Task<RedisReply> ReadAsync(CancellationToken cancellationToken) => ReadAsync(0, cancellationToken);

    private async Task<RedisReply> ReadAsync(int depth, CancellationToken cancellationToken)
    {
        var line = await ReadLineAsync(cancellationToken);
        var rest = line.Length == 0 ? "" : line[1..];
        return (line.Length == 0 ? '\0' : line[0]) switch
        {
            '+' => new RedisText(rest),
            '-' => new RedisError(rest),
            ':' => new RedisNumber(Whole(rest)),
            '$' => new RedisText(await ReadTextAsync(Length(rest, LongestPassedOver), cancellationToken)),
            '*' when depth < Deepest => new RedisArray(await ReadItemsAsync(Length(rest, MostItems), depth, cancellationToken)),
            _ => throw new RedisProtocolException("an unknown kind of reply"),
        };
    }

    private async Task<IReadOnlyList<RedisReply>?> ReadItemsAsync(int? count, int depth, CancellationToken cancellationToken)
    {
        if (count is null)
        {
            return null;
        }

        var items = new List<RedisReply>();
        while (items.Count < count)
        {
            items.Add(await ReadAsync(depth + 1, cancellationToken));
        }

        return items;
    }

    private async Task<string?> ReadTextAsync(int? length, CancellationToken cancellationToken)
    {
        if (length is not { } bytes)
        {
            return null;
        }

        var text = new byte[bytes <= LongestText ? bytes : 0];
        for (var index = 0; index < bytes; index++)
        {
            var next = await ReadByteAsync(cancellationToken);
            if (index < text.Length)
            {
                text[index] = next;
            }
        }

        return await ReadByteAsync(cancellationToken) == '\r' && await ReadByteAsync(cancellationToken) == '\n'
            ? bytes <= LongestText ? Encoding.UTF8.GetString(text) : null
            : throw new RedisProtocolException("a text longer than its length");
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new List<byte>();
        while (line.Count < LongestLine)
        {
            line.Add(await ReadByteAsync(cancellationToken));
            if (line is [.., (byte)'\r', (byte)'\n'])
            {
                return Encoding.UTF8.GetString([.. line[..^2]]);
            }
        }

        throw new RedisProtocolException("a line without an end");
    }

    private async ValueTask<byte> ReadByteAsync(CancellationToken cancellationToken)
    {
        if (_begin == _end)
        {
            (_begin, _end) = (0, await stream.ReadAsync(_buffer, cancellationToken));
            if (_end == 0)
            {
                throw new EndOfStreamException();
            }
        }

        return _buffer[_begin++];
    }

    /// <summary>A length within its limit; null for minus one, which stands for nothing.</summary>
    private static int? Length(string text, int most) => Whole(text) switch
    {
        -1 => null,
        >= 0 and var length when length <= most => (int)length,
        _ => throw new RedisProtocolException("a length out of bounds"),
    };

    private static long Whole(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw new RedisProtocolException("a number that is none");
}
