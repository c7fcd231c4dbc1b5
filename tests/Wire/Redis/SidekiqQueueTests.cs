using System.Globalization;
using Slipway.Domain;
using Slipway.Domain.Scaling;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Redis;

/// <summary>Sidekiq's layout, as its clients and processes write it.</summary>
public sealed class SidekiqQueueTests(RedisServer server) : RedisQueueDepthsContract(server), IClassFixture<RedisServer>
{
    private int _last;

    protected override WorkQueue Queue => RedisQueues.Sidekiq(Name);

    [Fact]
    public async Task Jobs_of_the_queue_that_are_due_wait_as_well_and_later_ones_or_those_of_others_do_not()
    {
        var (due, later) = (Score(-1), Score(3600));
        await Server.SayAsync(
            $"LPUSH queue:{Name} {Job(Name)} {Job(Name)}",
            $"LPUSH queue:other {Job("other")}",
            $"ZADD schedule {due} {Job(Name)} {due} {Job("other")} {later} {Job(Name)}",
            $"ZADD retry {due} {Job(Name)} {due} {Job(Name)} {due} not-JSON {due} '[1]' {later} {Job(Name)}",
            $"ZADD dead {due} {Job(Name)}");
        Assert.Equal(new QueueDepth(5, 0), await ReadAsync());
    }

    [Fact]
    public async Task What_the_processes_that_serve_the_queue_are_busy_with_is_in_flight()
    {
        await Server.SayAsync(
            [
                .. Process("one", $"'{{\"queues\":[\"other\",\"{Name}\"]}}'", 3),
                .. Process("two", "'{\"queues\":[\"other\"]}'", 5),
                .. Process("three", $"'{{\"capsules\":{{\"default\":{{\"weights\":{{\"other\":0}}}},\"slow\":{{\"weights\":{{\"{Name}\":1}}}}}}}}'", 7),
                .. Process("four", "'{\"capsules\":{\"default\":{\"weights\":{\"other\":0}}}}'", 11),
                $"SADD processes {Name}-gone",
            ]);
        Assert.Equal(new QueueDepth(0, 10), await ReadAsync());
    }

    [Theory]
    [InlineData("+@read")]
    [InlineData("+@all -sort_ro")]
    public async Task One_of_two_ways_to_ask_for_the_processes_is_enough(string rights)
    {
        await Server.SayAsync([.. Process("one", $"'{{\"queues\":[\"{Name}\"]}}'", 3), $"ACL SETUSER {Name} on >word ~* {rights}"]);
        Assert.Equal(new QueueDepth(0, 3), await RedisQueues.Open(Server.Url($"{Name}:word@")).ReadAsync(Queue));
    }

    [Fact]
    public async Task A_user_who_may_ask_in_neither_way_is_told_so()
    {
        await Server.SayAsync($"ACL SETUSER {Name} on >word ~* +@read -sort_ro");
        var refused = await Assert.ThrowsAsync<RejectedException>(() => RedisQueues.Open(Server.Url($"{Name}:word@")).ReadAsync(Queue));
        Assert.EndsWith("its user may not run SORT on this key (NOPERM).", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_too_long_to_be_looked_at_is_passed_over()
    {
        await Server.SayAsync($"ZADD schedule {Score(-1)} {Job(Name)}", $"SETRANGE {Name}-long 70000 x", $"EVAL \"redis.call('ZADD', 'retry', 1, redis.call('GET', KEYS[1]))\" 1 {Name}-long");
        Assert.Equal(new QueueDepth(1, 0), await ReadAsync());
    }

    [Fact]
    public async Task Keys_of_another_type_are_named()
    {
        await Server.SayAsync("SELECT 6", "SET retry hello");
        var refused = await Assert.ThrowsAsync<RejectedException>(() => RedisQueues.Open(Server.Url(database: "/6")).ReadAsync(Queue));
        Assert.EndsWith("retry is not what such a queue is made of (WRONGTYPE); check its kind and name in the manifest.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_is_due_has_waited_since_then_and_versions_before_8_tell_seconds()
    {
        await Server.SayAsync($"ZADD retry {Score(-180)} {Job(Name)} {Score(-3600)} {Job("other")}");
        await IsOldAsync(3);
        await Server.SayAsync($"LPUSH queue:{Name} {Job(Name, Score(-300))}");
        await IsOldAsync(5);
        await Server.SayAsync($"RPUSH queue:{Name} {Job(Name, Score(-60))}");
        await IsOldAsync(3);
    }

    [Fact]
    public async Task A_job_that_does_not_say_when_it_came_has_no_age()
    {
        await PutAsync(1);
        var reading = await RedisQueues.Open(Server.Url()).AskAsync(Queue with { WantsAge = true });
        Assert.Equal(
            (new QueueDepth(1, 0), "The age of the queue jobs of shop in production is unknown: its oldest job does not say when it was enqueued."), (reading.Depth, reading.Problem));
    }

    protected override async Task<TimeSpan?> PutOldAsync()
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        await Server.SayAsync($"LPUSH queue:{Name} {Job(Name, $"{now - 600_000}")} {Job(Name, $"{now}")}");
        return TimeSpan.FromMinutes(10);
    }

    protected override Task PutAsync(int messages) => Server.SayAsync($"LPUSH queue:{Name} {string.Join(' ', Enumerable.Range(0, messages).Select(_ => Job(Name)))}");

    private async Task IsOldAsync(int minutes)
    {
        var age = (await RedisQueues.Open(Server.Url()).ReadAsync(Queue with { WantsAge = true })).OldestAge;
        Assert.InRange(age!.Value, TimeSpan.FromMinutes(minutes), TimeSpan.FromMinutes(minutes + 1));
    }

    private string Job(string queue, string? enqueued = null) =>
        $"'{{\"class\":\"Mail\",\"args\":[],\"queue\":\"{queue}\",\"jid\":\"{++_last}\"{(enqueued is null ? "" : $",\"enqueued_at\":{enqueued}")}}}'";

    private string[] Process(string name, string about, int busy) => [$"SADD processes {Name}-{name}", $"HSET {Name}-{name} info {about} busy {busy} beat 1 quiet false"];

    /// <summary>Sidekiq's: seconds with a fraction.</summary>
    private static string Score(int seconds) => (DateTimeOffset.UtcNow.AddSeconds(seconds).ToUnixTimeMilliseconds() / 1000.0).ToString(CultureInfo.InvariantCulture);
}
