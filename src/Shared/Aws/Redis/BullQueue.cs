using System.Globalization;
using Slipway.Domain.Scaling;

namespace Slipway.Aws.Redis;

/// <summary>
/// A queue of BullMQ (src/commands of taskforcesh/bullmq): wait and paused are lists, prioritized and delayed sorted sets, active a
/// list; id counts every job that was ever added. Delayed jobs that are due wait as well, because workers move them and there may be
/// none; their score is the time in milliseconds times 4096 and a counter. Until version 5 a marker could stand at the end of a list,
/// which is no job. The oldest job is looked for at the ends of the lists and among the prioritized at the one that is next; when it
/// came stands in a hash of its own, so a script looks. One that was delayed or failed before counts from when it was added.
/// </summary>
internal sealed class BullQueue(string name, DateTimeOffset now, bool wantsAge) : QueueLayout
{
    private const string Marker = "0:";
    private const double PerMillisecond = 4096;

    private const string Oldest = """
        local oldest
        for list = 1, 3 do
          for _, job in ipairs(list < 3 and redis.call('LRANGE', KEYS[list], -2, -1) or redis.call('ZRANGE', KEYS[list], 0, 0)) do
            local at = tonumber(redis.call('HGET', ARGV[1] .. job, 'timestamp') or '')
            if at and (not oldest or at < oldest) then oldest = at end
          end
        end
        return oldest and string.format('%.0f', oldest)
        """;

    private readonly string _prefix = name.Contains(':') ? name : $"bull:{name}";

    public override IReadOnlyList<string[]> Commands =>
    [
        ["LLEN", $"{_prefix}:wait"],
        ["LLEN", $"{_prefix}:paused"],
        ["ZCARD", $"{_prefix}:prioritized"],
        ["ZCOUNT", $"{_prefix}:delayed", "-inf", (((now.ToUnixTimeMilliseconds() + 1) * 4096) - 1).ToString(CultureInfo.InvariantCulture)],
        ["LLEN", $"{_prefix}:active"],
        ["LINDEX", $"{_prefix}:wait", "-1"],
        ["LINDEX", $"{_prefix}:paused", "-1"],
        ["ZCARD", $"{_prefix}:delayed"],
        ["GET", $"{_prefix}:id"],
        ["ZRANGE", $"{_prefix}:delayed", "0", "0", "WITHSCORES"],
    ];

    public override IReadOnlyList<string[]> Optional => wantsAge
        ? [["EVAL", Oldest, "3", $"{_prefix}:wait", $"{_prefix}:paused", $"{_prefix}:prioritized", $"{_prefix}:"]]
        : [];

    public override string NoAge => "it takes a user who may run EVAL, and jobs that say when they came";

    public override QueueDepth Read(string failed, IReadOnlyList<RedisReply> replies)
    {
        var markers = replies.Skip(5).Take(2).Count(reply => reply is RedisText { Text: { } last } && last.StartsWith(Marker, StringComparison.Ordinal));
        var due = Count(failed, _prefix, replies[3]);
        var ready = Math.Max(0, Enumerable.Range(0, 3).Sum(index => Count(failed, _prefix, replies[index])) - markers);
        return new(ready + due, Count(failed, _prefix, replies[4]))
        {
            Delayed = Math.Max(0, Count(failed, _prefix, replies[7]) - due),
            Arrived = (long?)Number(replies[8]),
            OldestAge = wantsAge ? Age(ready, due, replies[9], replies[10]) : null,
        };
    }

    private TimeSpan? Age(int ready, int due, RedisReply delayed, RedisReply oldest) => (ready, due) switch
    {
        (0, 0) => TimeSpan.Zero,
        (0, _) => Since(now, DueAt(delayed)),
        (_, 0) => Since(now, Number(oldest)),
        _ => Since(now, DueAt(delayed), Number(oldest)),
    };

    private static double? DueAt(RedisReply delayed) => delayed is RedisArray { Items: [_, var score] } ? Number(score) / PerMillisecond : null;
}
