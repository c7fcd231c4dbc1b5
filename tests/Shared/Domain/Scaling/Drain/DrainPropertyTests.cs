using Slipway.Domain.Scaling;
using Slipway.Domain.Scaling.Drain;

namespace Slipway.Tests.Shared.Domain.Scaling.Drain;

/// <summary>The policy beside a second implementation that looks at every message and every replica by itself, on what chance brings.</summary>
public sealed class DrainPropertyTests
{
    private const double Grid = 5;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void It_starts_no_more_replicas_than_the_due_work_needs_and_takes_away_none_that_it_needs(int seed)
    {
        var chance = new Random(seed);
        var (more, fewer) = (0, 0);
        for (var time = 0; time < 1500; time++)
        {
            var seen = See(chance);
            var answer = DrainRule.Decide(seen);
            if (answer.Replicas > seen.Current)
            {
                more++;
                Assert.True(Does(seen, answer.Replicas, FirstThatAStartReaches(seen), messages: 1), $"{seed}/{time}: {answer} is too few");
                Assert.False(Does(seen, answer.Replicas - 1, FirstThatAStartReaches(seen), messages: -1), $"{seed}/{time}: {answer} is more than it takes");
            }
            else if (answer.Replicas < seen.Current)
            {
                fewer++;
                Assert.True(Does(seen, answer.Replicas, Grid, messages: 1), $"{seed}/{time}: {answer} does not do what is due");
            }
        }

        Assert.InRange(more, 100, 1400);
        Assert.InRange(fewer, 100, 1400);
    }

    private static double FirstThatAStartReaches(DrainObservation seen) => seen.Policy.StartUp.TotalSeconds + (seen.Policy.Pace.TotalSeconds / 2);

    /// <summary>Whether so many replicas have done by each time what is due by then, give or take messages: one of an interval counts whole here, there by its share.</summary>
    private static bool Does(DrainObservation seen, int replicas, double from, int messages)
    {
        var policy = seen.Policy;
        var flow = QueueFlow.Of(policy, seen.Samples, seen.At);
        var reach = Math.Max(policy.Wait.TotalSeconds, policy.StartUp.TotalSeconds) + policy.Pace.TotalSeconds;
        var ages = Ages(seen);
        for (var by = from; by <= reach; by += Math.Max(Grid, reach / 200))
        {
            var waiting = ages.Count(age => age + by > policy.Wait.TotalSeconds);
            var coming = flow.Rate * Math.Max(0, by - policy.Wait.TotalSeconds);
            var due = flow.ServiceTime * ((seen.Samples[^1].InFlight / 2.0) + waiting + coming + Math.Sqrt(flow.Dispersion * coming));
            var serving = seen.Current - seen.Starting.Count;
            var done = Enumerable.Range(0, replicas).Sum(replica =>
                replica < serving ? by : replica < seen.Current ? Math.Max(0, by - seen.Starting[replica - serving]) : Math.Max(0, by - policy.StartUp.TotalSeconds));

            if (due > done + (messages * flow.ServiceTime))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>How long each waiting message has waited: they are the last that arrived, evenly spread over their interval.</summary>
    private static List<double> Ages(DrainObservation seen)
    {
        var ages = new List<double>();
        for (var index = seen.Samples.Count - 1; index > 0 && ages.Count < seen.Samples[^1].Waiting; index--)
        {
            var (before, after) = (seen.Samples[index - 1], seen.Samples[index]);
            var arrived = (int)(after.Arrived! - before.Arrived!);
            var (from, to) = ((seen.At - before.At).TotalSeconds, (seen.At - after.At).TotalSeconds);
            ages.AddRange(Enumerable.Range(0, arrived).Select(message => to + ((from - to) * (message + 0.5) / arrived)));
        }

        return [.. ages.Concat(Enumerable.Repeat(double.MaxValue / 2, seen.Samples[^1].Waiting)).Take(seen.Samples[^1].Waiting)];
    }

    private static DrainObservation See(Random chance)
    {
        var policy = new DrainPolicy(Any.Seconds(chance.Next(10, 300)), Any.Seconds(chance.Next(5, 90)));
        var (arrived, waiting, samples) = (0L, 0, new List<QueueSample>());
        var current = chance.Next(1, 40);
        for (var tick = 0; tick <= 30; tick++)
        {
            var came = chance.Next(4) == 0 ? chance.Next(60) : chance.Next(10);
            (arrived, waiting) = (arrived + came, Math.Max(0, waiting + came - chance.Next(30)));
            samples.Add(new(Any.Time.AddSeconds(15 * tick), waiting, Math.Min(current, waiting == 0 ? chance.Next(3) : current), arrived));
        }

        List<double> starting = [.. Enumerable.Range(0, chance.Next(current)).Select(_ => chance.NextDouble() * policy.StartUp.TotalSeconds).Order()];
        return new(policy, samples, current, starting, [new Recommendation(samples[^1].At.AddSeconds(-15), 0)], samples[^1].At);
    }
}
