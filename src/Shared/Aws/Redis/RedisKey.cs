using Slipway.Domain;
using Slipway.Domain.Scaling;

namespace Slipway.Aws.Redis;

/// <summary>
/// A queue that is one key: a list, sorted set, set or hash, each element a message. What the key is decides, whichever of them the
/// manifest says: an empty queue has no key, and so no type. What a worker took is not there any more, so nothing is in flight.
/// </summary>
internal sealed class RedisKey(string key) : QueueLayout
{
    private static readonly string[] Types = ["list", "zset", "set", "hash"];

    public override IReadOnlyList<string[]> Commands => [["TYPE", key], ["LLEN", key], ["ZCARD", key], ["SCARD", key], ["HLEN", key]];

    public override QueueDepth Read(string failed, IReadOnlyList<RedisReply> replies) => ((replies[0] as RedisText)?.Text, Array.IndexOf(Types, (replies[0] as RedisText)?.Text)) switch
    {
        ("none", _) => new(0, 0),
        (_, >= 0 and var place) => new(Count(failed, key, replies[place + 1]), 0),
        (var type, _) => throw new RejectedException($"{failed}: {key} is a {type}, but a queue is a list, a sorted set, a set or a hash."),
    };
}
