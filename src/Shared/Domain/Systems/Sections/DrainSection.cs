using Slipway.Domain.Scaling.Drain;
using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Shapes;
using static Slipway.Domain.Systems.Shapes.Key;

namespace Slipway.Domain.Systems.Sections;

/// <summary>What a manifest says about how long messages may wait.</summary>
internal static class DrainSection
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public static MapShape Shape { get; } = new("{queue: jobs, wait: 60s}",
    [
        Must("queue", ScalingMetricSection.Queues, "The queue whose messages must not wait longer, or a list of queues that count together."),
        Must("wait", Scalars.Duration, "The longest wait that is meant, from 1s to 1h."),
        May("startUp", Scalars.Duration, "From the decision to a replica that serves; without it, 30s."),
        May("work", Scalars.Duration, "How long one message takes. A bullmq queue needs it only until enough of them were seen (without it, 5s); others do not tell, and need it for good."),
    ]);

    /// <summary>Who takes messages must be seen, else nothing proves that fewer could.</summary>
    public static void Check(ManifestNode drain, ManifestNode queues, Problems problems)
    {
        ScalingSection.CheckLimit(drain["wait"], TimeSpan.FromSeconds(1), Longest, problems);
        ScalingSection.CheckLimit(drain["startUp"], TimeSpan.Zero, Longest, problems);
        ScalingSection.CheckLimit(drain["work"], TimeSpan.FromMilliseconds(1), Longest, problems);
        foreach (var (queue, kind) in QueueSection.Which(drain["queue"], queues, QueueSection.HidesInFlight))
        {
            problems.Add(drain["queue"], $"{queue} is a {kind}, which does not tell what is being worked on; write metrics: [{{metric: queueDepth, queue: {queue}, target: 10}}] instead of drain");
        }

        if (drain.Find("work") is null)
        {
            foreach (var (queue, kind) in QueueSection.Which(drain["queue"], queues, kind => !QueueSection.CountsArrivals(kind) && !QueueSection.HidesInFlight(kind)).Take(1))
            {
                problems.Add(drain["work"], $"missing; {queue} is a {kind}, which does not count its messages, so write how long one takes, such as work: 5s");
            }
        }
    }

    public static DrainPolicy? Read(ManifestNode drain) => drain is AbsentNode ? null : new(drain["wait"].Duration ?? default, drain["startUp"].Duration ?? TimeSpan.FromSeconds(30))
    {
        Queues = drain["queue"].OneOrMore,
        Work = drain["work"].Duration ?? TimeSpan.FromSeconds(5),
    };
}
