namespace Slipway.Domain.Scaling.Drain;

/// <summary>What happened between two looks at a queue.</summary>
/// <param name="From">When it began, and <paramref name="To"/> when it ended, in seconds before now: 30 and 15.</param>
/// <param name="Busy">The seconds of work that replicas did in it.</param>
public readonly record struct QueueInterval(double From, double To, double Arrived, double Completed, double Busy)
{
    public double Seconds => From - To;
}

/// <summary>
/// How much arrives and how long a message takes, from the looks at a queue.
/// <list type="table">
/// <item><term>the queue counts arrivals</term><description>what is not there any more was completed; service time by Little's law, busy time over completions</description></item>
/// <item><term>it counts none</term><description>service time as the manifest says; arrivals are what then explains the depth</description></item>
/// </list>
/// </summary>
public sealed class QueueFlow
{
    /// <summary>How much faster than usual nobody works.</summary>
    private const double Many = 20;

    private readonly List<QueueInterval> _intervals = [];

    private QueueFlow(DrainPolicy policy, IReadOnlyList<QueueSample> samples, DateTimeOffset now)
    {
        var counts = samples.All(sample => sample.Arrived is not null);
        var seen = samples.Zip(samples.Skip(1)).Where(pair => pair.Second.At > pair.First.At).Select(pair => Between(pair.First, pair.Second, now)).ToList();
        ServiceTime = counts ? ByCompletions(policy, seen) : policy.Work.TotalSeconds;
        _intervals.AddRange(counts ? seen : seen.Select(Explained));
        var memory = policy.RateMemory.TotalSeconds;
        var weights = _intervals.Sum(interval => interval.Seconds * Math.Exp(-interval.To / memory));
        Rate = weights > 0 ? _intervals.Sum(interval => interval.Arrived * Math.Exp(-interval.To / memory)) / weights : 0;
        Dispersion = DispersionOf(_intervals);
    }

    /// <summary>Messages a second, the younger the more they count.</summary>
    public double Rate { get; }

    /// <summary>Seconds that a replica needs for a message.</summary>
    public double ServiceTime { get; }

    /// <summary>The variance of the arrivals over their mean: one when they come independently of each other, more when they come in bursts.</summary>
    public double Dispersion { get; }

    public static QueueFlow Of(DrainPolicy policy, IReadOnlyList<QueueSample> samples, DateTimeOffset now) => new(policy, samples, now);

    /// <summary>How many messages arrived within the last so many seconds, evenly within an interval.</summary>
    public double ArrivedWithin(double seconds) =>
        _intervals.Sum(interval => interval.Arrived * Math.Clamp((seconds - interval.To) / interval.Seconds, 0, 1));

    private static double ByCompletions(DrainPolicy policy, List<QueueInterval> seen)
    {
        var (busy, completed) = (seen.Sum(interval => interval.Busy), seen.Sum(interval => interval.Completed));
        var usual = seen.Where(interval => !IsPurge(interval, busy, completed)).ToList();
        return (usual.Sum(interval => interval.Busy) + policy.Work.TotalSeconds) / (usual.Sum(interval => interval.Completed) + 1);
    }

    /// <summary>Messages that went away many times faster than at any other time were thrown away, not served.</summary>
    private static bool IsPurge(QueueInterval interval, double busy, double completed) =>
        interval.Completed > Many && interval.Completed * (busy - interval.Busy) > Many * (completed - interval.Completed) * interval.Busy;

    /// <summary>Where nothing is counted, arrivals are a growth and completions a fall.</summary>
    private static QueueInterval Between(QueueSample before, QueueSample after, DateTimeOffset now)
    {
        var (from, to) = ((now - before.At).TotalSeconds, (now - after.At).TotalSeconds);
        var growth = after.Present - before.Present;
        var arrived = after.Arrived is { } late && before.Arrived is { } early ? Math.Max(0, late - early) : Math.Max(0, growth);
        return new(from, to, arrived, Math.Max(0, arrived - growth), (before.InFlight + after.InFlight) / 2.0 * (from - to));
    }

    private QueueInterval Explained(QueueInterval seen)
    {
        var completed = Math.Max(seen.Completed, seen.Busy / ServiceTime);
        return seen with { Completed = completed, Arrived = Math.Max(0, seen.Arrived - seen.Completed + completed) };
    }

    private static double DispersionOf(List<QueueInterval> intervals)
    {
        var mean = intervals.Sum(interval => interval.Arrived) / Math.Max(1, intervals.Count);
        return intervals.Count > 3 && mean > 0 ? Math.Max(1, intervals.Sum(interval => (interval.Arrived - mean) * (interval.Arrived - mean)) / intervals.Count / mean) : 1;
    }
}
