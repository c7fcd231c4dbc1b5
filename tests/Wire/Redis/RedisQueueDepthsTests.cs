using Slipway.Domain.Scaling;
using Slipway.Tests.Ports;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Redis;

/// <summary>The contract in a real Redis, once for every way in which a queue may lie there.</summary>
public abstract class RedisQueueDepthsContract(RedisServer server) : QueueDepthsContract, IAsyncLifetime
{
    private string? _gone;

    protected RedisServer Server => server;

    protected string Name { get; } = $"jobs-{Guid.NewGuid():N}";

    protected override IQueueDepths Queues => RedisQueues.Open(_gone ?? server.Url());

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await server.SayAsync("REPLICAOF NO ONE");
        GC.SuppressFinalize(this);
    }

    /// <summary>A replica that has lost its primary, as in a failover.</summary>
    protected override Task StopAnsweringAsync() => server.SayAsync("CONFIG SET replica-serve-stale-data no", $"REPLICAOF 127.0.0.1 {Peer.FreePort()}");

    protected override Task DisappearAsync()
    {
        _gone = $"redis://127.0.0.1:{Peer.FreePort()}";
        return Task.CompletedTask;
    }
}

public sealed class RedisListTests(RedisServer server) : RedisQueueDepthsContract(server), IClassFixture<RedisServer>
{
    private int _last;

    protected override WorkQueue Queue => RedisQueues.List(Name);

    [Theory]
    [InlineData("SADD {0} a b c", 3)]
    [InlineData("ZADD {0} 1 a 2 b", 2)]
    [InlineData("HSET {0} a 1 b 2 c 3 d 4", 4)]
    [InlineData("RPUSH {0} a", 1)]
    public async Task A_queue_may_be_a_list_a_set_a_sorted_set_or_a_hash(string command, int depth)
    {
        await Server.SayAsync(string.Format(null, command, Name));
        Assert.Equal(new QueueDepth(depth, 0), await ReadAsync());
    }

    [Theory]
    [InlineData(QueueKind.RedisSortedSet, "ZADD {0} 1 a 2 b")]
    [InlineData(QueueKind.RedisSet, "SADD {0} a b")]
    public async Task A_sorted_set_and_a_set_may_be_called_what_they_are(QueueKind kind, string command)
    {
        await Server.SayAsync(string.Format(null, command, Name));
        Assert.Equal(new QueueDepth(2, 0), await RedisQueues.Open(Server.Url()).ReadAsync(Queue with { Kind = kind }));
    }

    [Fact]
    public async Task A_queue_may_lie_in_another_database()
    {
        await Server.SayAsync("SELECT 3", $"RPUSH {Name} a b");
        Assert.Equal(new QueueDepth(2, 0), await RedisQueues.Open(Server.Url(database: "/3")).ReadAsync(Queue));
        Assert.Equal(new QueueDepth(0, 0), await ReadAsync());
    }

    protected override Task PutAsync(int messages) => Server.SayAsync($"RPUSH {Name} {string.Join(' ', Enumerable.Range(0, messages).Select(_ => $"message-{++_last}"))}");

    protected override async Task<TimeSpan?> PutOldAsync()
    {
        await PutAsync(1);
        return null;
    }
}

public sealed class BullQueueTests(RedisServer server) : RedisQueueDepthsContract(server), IClassFixture<RedisServer>
{
    private int _last;

    protected override WorkQueue Queue => RedisQueues.Bull(Name);

    [Fact]
    public async Task Waiting_paused_prioritized_and_overdue_jobs_wait_active_ones_are_in_flight_and_later_ones_are_delayed()
    {
        var now = DateTimeOffset.UtcNow;
        await Server.SayAsync(
            $"LPUSH bull:{Name}:wait 1 2 3",
            $"LPUSH bull:{Name}:paused 4",
            $"ZADD bull:{Name}:prioritized 1 5 2 6",
            $"ZADD bull:{Name}:delayed {Score(now.AddSeconds(-1))} 7 {Score(now.AddHours(1))} 8",
            $"LPUSH bull:{Name}:active 9 10",
            $"ZADD bull:{Name}:completed 1 11",
            $"ZADD bull:{Name}:failed 1 12");
        Assert.Equal(new QueueDepth(7, 2) { Delayed = 1 }, await ReadAsync());
    }

    [Fact]
    public async Task A_marker_of_older_versions_is_no_job()
    {
        await Server.SayAsync($"RPUSH bull:{Name}:wait 0:1772442000000");
        Assert.Equal(new QueueDepth(0, 0), await ReadAsync());
        await Server.SayAsync($"LPUSH bull:{Name}:wait 1");
        Assert.Equal(new QueueDepth(1, 0), await ReadAsync());
    }

    [Fact]
    public async Task A_name_with_a_colon_brings_its_own_prefix()
    {
        await Server.SayAsync($"LPUSH mail:{Name}:wait 1");
        Assert.Equal(new QueueDepth(1, 0), await RedisQueues.Open(Server.Url()).ReadAsync(RedisQueues.Bull($"mail:{Name}")));
    }

    [Fact]
    public async Task A_job_that_is_due_has_waited_since_then_and_the_oldest_of_all_that_wait_counts()
    {
        await Server.SayAsync($"ZADD bull:{Name}:delayed {Score(Ago(3))} 1");
        await IsOldAsync(3);
        await Server.SayAsync($"ZADD bull:{Name}:prioritized 1 2", $"HSET bull:{Name}:2 timestamp {Ago(5).ToUnixTimeMilliseconds()}");
        await IsOldAsync(5);
        await Server.SayAsync($"LPUSH bull:{Name}:paused 3 4", $"HSET bull:{Name}:3 timestamp {Ago(7).ToUnixTimeMilliseconds()}", $"HSET bull:{Name}:4 timestamp {Ago(2).ToUnixTimeMilliseconds()}");
        await IsOldAsync(7);
        await Server.SayAsync($"LPUSH bull:{Name}:wait 5 0:1772442000000", $"HSET bull:{Name}:5 timestamp {Ago(9).ToUnixTimeMilliseconds()}");
        await IsOldAsync(9);
    }

    [Theory]
    [InlineData("-eval")]
    [InlineData("-hget")]
    public async Task Where_the_script_is_refused_the_depth_is_known_still(string right)
    {
        await Server.SayAsync($"ACL SETUSER {Name} on >word ~* +@all {right}");
        var queues = RedisQueues.Open(Server.Url($"{Name}:word@"));
        Assert.Equal((new QueueDepth(0, 0) { OldestAge = TimeSpan.Zero }, null), Parts(await queues.AskAsync(Queue with { WantsAge = true })));
        await PutOldAsync();
        Assert.Equal(
            (new QueueDepth(2, 0) { Arrived = 2 }, "The age of the queue jobs of shop in production is unknown: it takes a user who may run EVAL, and jobs that say when they came."),
            Parts(await queues.AskAsync(Queue with { WantsAge = true })));
    }

    protected override bool CountsArrivals => true;

    protected override Task PutAsync(int messages) =>
        Server.SayAsync($"INCRBY bull:{Name}:id {messages}", $"LPUSH bull:{Name}:wait {string.Join(' ', Enumerable.Range(0, messages).Select(_ => $"{++_last}"))}");

    protected override async Task<TimeSpan?> PutOldAsync()
    {
        await PutAsync(2);
        await Server.SayAsync($"HSET bull:{Name}:{_last - 1} timestamp {Ago(10).ToUnixTimeMilliseconds()}", $"HSET bull:{Name}:{_last} timestamp {Ago(0).ToUnixTimeMilliseconds()}");
        return TimeSpan.FromMinutes(10);
    }

    private async Task IsOldAsync(int minutes)
    {
        var age = (await RedisQueues.Open(Server.Url()).ReadAsync(Queue with { WantsAge = true })).OldestAge;
        Assert.InRange(age!.Value, TimeSpan.FromMinutes(minutes), TimeSpan.FromMinutes(minutes + 1));
    }

    private static (QueueDepth?, string?) Parts(QueueReading reading) => (reading.Depth, reading.Problem);

    private static DateTimeOffset Ago(int minutes) => DateTimeOffset.UtcNow.AddMinutes(-minutes);

    /// <summary>BullMQ's: the time in milliseconds times 4096, and a counter below.</summary>
    private static long Score(DateTimeOffset at) => (at.ToUnixTimeMilliseconds() * 4096) + 17;
}
