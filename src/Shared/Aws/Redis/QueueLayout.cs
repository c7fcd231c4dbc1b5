using Slipway.Domain;
using Slipway.Domain.Scaling;

namespace Slipway.Aws.Redis;

/// <summary>How a queue lies in Redis: what to ask, and what the answers mean.</summary>
internal abstract class QueueLayout
{
    public abstract IReadOnlyList<string[]> Commands { get; }

    public abstract QueueDepth Read(string failed, IReadOnlyList<RedisReply> replies);

    protected static int Count(string failed, string key, RedisReply reply) => reply switch
    {
        RedisNumber number => (int)Math.Clamp(number.Value, 0, int.MaxValue / 8),
        RedisError { Code: RedisRefusal.WrongType } => throw new RejectedException($"{failed}: {key} is not what such a queue is made of (WRONGTYPE); check its kind and name in the manifest."),
        _ => throw new RejectedException($"{failed}: what answers there is no Redis (no count); check the port in the secret's URL."),
    };
}
