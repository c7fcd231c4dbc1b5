using System.Globalization;
using Slipway.Domain.Scaling;

namespace Slipway.Aws.Redis;

/// <summary>
/// A queue of Sidekiq (lib/sidekiq/api.rb and launcher.rb): a list, and two sorted sets for all queues with the jobs that run later
/// and those that run again. Of these the ones that are due wait as well, because a process moves them and there may be none; a
/// hundred of each set are looked at, which is more than gathers while a process runs. How many are not due yet is not counted: only
/// the jobs themselves say whose they are. In flight is what the processes that serve the queue are busy with, as their last
/// heartbeat said, at most ten seconds ago; a process that serves several queues counts in each of them.
/// </summary>
internal sealed class SidekiqQueue(string name, DateTimeOffset now, bool wantsAge) : QueueLayout
{
    private const int Looked = 100;
    private static readonly string[] Later = ["schedule", "retry"];
    private static readonly string[] Processes = ["processes", "BY", "nosort", "GET", "*->info", "GET", "*->busy"];
    private readonly string _list = $"queue:{name}";
    private readonly string _now = (now.ToUnixTimeMilliseconds() / 1000.0).ToString(CultureInfo.InvariantCulture);

    public override IReadOnlyList<string[]> Commands =>
    [
        ["LLEN", _list],
        .. Later.Select(set => new[] { "ZRANGEBYSCORE", set, "-inf", _now, "WITHSCORES", "LIMIT", "0", $"{Looked}" }),
        ["LINDEX", _list, "-1"],
    ];

    /// <summary>The former takes only the right to read, but Redis 7.</summary>
    public override IReadOnlyList<string[]> Optional => [["SORT_RO", .. Processes], ["SORT", .. Processes]];

    public override string NoAge => "its oldest job does not say when it was enqueued";

    public override QueueDepth Read(string failed, IReadOnlyList<RedisReply> replies)
    {
        var listed = Count(failed, _list, replies[0]);
        var due = Later.SelectMany((set, index) => Texts(failed, set, replies[index + 1]).Chunk(2))
            .Where(pair => SidekiqJson.QueueOf(pair[0]) == name)
            .Select(pair => Number(new RedisText(pair[^1])) * 1000).ToList();
        return new(listed + due.Count, Busy(failed, replies[4], replies[5])) { OldestAge = wantsAge ? Age(listed, due, replies[3]) : null };
    }

    private TimeSpan? Age(int listed, List<double?> due, RedisReply last) => listed + due.Count == 0
        ? TimeSpan.Zero
        : Since(now, [.. due, .. listed == 0 ? Array.Empty<double?>() : [SidekiqJson.EnqueuedAt((last as RedisText)?.Text)]]);

    private int Busy(string failed, RedisReply first, RedisReply second)
    {
        if (first is RedisError && second is RedisError { Code: not RedisRefusal.WrongType } refusal)
        {
            throw RedisRefusal.Translate(failed, "SORT", refusal);
        }

        return Texts(failed, Processes[0], first is RedisError ? second : first).Chunk(2).Sum(process =>
            process is [var about, var busy] && SidekiqJson.Serves(about, name) && int.TryParse(busy, NumberStyles.None, CultureInfo.InvariantCulture, out var jobs) ? jobs : 0);
    }
}
