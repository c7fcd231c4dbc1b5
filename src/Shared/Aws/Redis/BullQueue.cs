using System.Globalization;
using Slipway.Domain.Scaling;

namespace Slipway.Aws.Redis;

/// <summary>
/// A queue of BullMQ (src/commands of taskforcesh/bullmq): wait and paused are lists, prioritized and delayed sorted sets, active a
/// list. Delayed jobs that are due wait as well, because workers move them and there may be none; their score is the time in
/// milliseconds times 4096 and a counter. Until version 5 a marker could stand at the end of a list, which is no job.
/// </summary>
internal sealed class BullQueue(string name, DateTimeOffset now) : QueueLayout
{
    private const string Marker = "0:";
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
    ];

    public override QueueDepth Read(string failed, IReadOnlyList<RedisReply> replies)
    {
        var markers = replies.Skip(5).Take(2).Count(reply => reply is RedisText { Text: { } last } && last.StartsWith(Marker, StringComparison.Ordinal));
        var waiting = Enumerable.Range(0, 4).Sum(index => Count(failed, _prefix, replies[index]));
        var due = Count(failed, _prefix, replies[3]);
        return new(Math.Max(0, waiting - markers), Count(failed, _prefix, replies[4])) { Delayed = Math.Max(0, Count(failed, _prefix, replies[7]) - due) };
    }
}
