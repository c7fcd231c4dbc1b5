using System.Globalization;
using Slipway.Domain;
using Slipway.Domain.Scaling;

namespace Slipway.Aws.Redis;

/// <summary>How a queue lies in Redis: what to ask, and what the answers mean.</summary>
internal abstract class QueueLayout
{
    public abstract IReadOnlyList<string[]> Commands { get; }

    /// <summary>What is asked besides, whose refusal is an answer as well; the replies come after those of the commands.</summary>
    public virtual IReadOnlyList<string[]> Optional => [];

    /// <summary>Why there is no age where one was wanted.</summary>
    public virtual string NoAge => "such a queue does not say when its messages came";

    public abstract QueueDepth Read(string failed, IReadOnlyList<RedisReply> replies);

    protected static int Count(string failed, string key, RedisReply reply) => reply switch
    {
        RedisNumber number => (int)Math.Clamp(number.Value, 0, int.MaxValue / 8),
        _ => throw Unexpected(failed, key, reply, "no count"),
    };

    protected static IEnumerable<string?> Texts(string failed, string key, RedisReply reply) => reply switch
    {
        RedisArray array => (array.Items ?? []).Select(item => (item as RedisText)?.Text),
        _ => throw Unexpected(failed, key, reply, "no list"),
    };

    /// <summary>How long ago it was that the first of these came; null where one does not tell.</summary>
    protected static TimeSpan? Since(DateTimeOffset now, params IReadOnlyList<double?> milliseconds) => milliseconds.Min() is { } first && !milliseconds.Contains(null)
        ? TimeSpan.FromMilliseconds(Math.Clamp(now.ToUnixTimeMilliseconds() - first, 0, now.ToUnixTimeMilliseconds()))
        : null;

    protected static double? Number(RedisReply reply) =>
        reply is RedisText { Text: { } text } && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static RejectedException Unexpected(string failed, string key, RedisReply reply, string missing) => reply is RedisError { Code: RedisRefusal.WrongType }
        ? new($"{failed}: {key} is not what such a queue is made of (WRONGTYPE); check its kind and name in the manifest.")
        : new($"{failed}: what answers there is no Redis ({missing}); check the port in the secret's URL.");
}
