using Slipway.Domain.Scaling;

namespace Slipway.Aws.Redis;

/// <summary>
/// A queue of Celery (kombu/transport/redis.py): a list, one more for each of the priorities 3, 6 and 9, and the hash in which
/// workers keep what they have taken until it is acknowledged. That hash is the broker's: where several queues share a database,
/// each counts as in flight what the workers of any hold, because only the messages themselves tell whose they are. Tasks with a
/// countdown or an ETA are in it as well, since a worker takes and keeps them; so nothing is counted as delayed.
/// </summary>
internal sealed class CeleryQueue(string name) : QueueLayout
{
    private const string Taken = "unacked";
    private readonly string[] _lists = [name, .. new[] { 3, 6, 9 }.Select(priority => $"{name}\u0006\u0016{priority}")];

    public override IReadOnlyList<string[]> Commands => [.. _lists.Select(list => new[] { "LLEN", list }), ["HLEN", Taken]];

    public override QueueDepth Read(string failed, IReadOnlyList<RedisReply> replies) =>
        new(_lists.Select((_, index) => Count(failed, name, replies[index])).Sum(), Count(failed, Taken, replies[_lists.Length]));
}
