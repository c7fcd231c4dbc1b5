using Slipway.Domain.Scaling;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Redis;

/// <summary>Celery's layout, as kombu writes it.</summary>
public sealed class CeleryQueueTests(RedisServer server) : RedisQueueDepthsContract(server), IClassFixture<RedisServer>
{
    private int _last;

    protected override WorkQueue Queue => RedisQueues.Celery(Name);

    [Fact]
    public async Task Every_priority_waits_and_what_no_worker_has_acknowledged_is_in_flight()
    {
        await Server.SayAsync(
            "SELECT 5",
            $"LPUSH {Name} a b c",
            $"LPUSH \"{Name}\\x06\\x163\" d",
            $"LPUSH \"{Name}\\x06\\x166\" e f",
            $"LPUSH \"{Name}\\x06\\x169\" g",
            "LPUSH other h",
            "HSET unacked tag-1 i tag-2 j",
            "ZADD unacked_index 1 tag-1 2 tag-2");
        Assert.Equal(new QueueDepth(7, 2), await RedisQueues.Open(Server.Url(database: "/5")).ReadAsync(Queue));
    }

    protected override async Task<TimeSpan?> PutOldAsync()
    {
        await PutAsync(1);
        return null;
    }

    protected override Task PutAsync(int messages) => Server.SayAsync($"LPUSH {Name} {string.Join(' ', Enumerable.Range(0, messages).Select(_ => $"message-{++_last}"))}");
}
