namespace Slipway.Domain.Scaling.Drain;

/// <summary>What the drain policy looks at: the queue's recent past, the last look included, and the replicas.</summary>
/// <param name="Current">The replicas asked for, those that start included.</param>
/// <param name="Starting">The seconds after which each starting replica serves, the soonest first.</param>
/// <param name="Wishes">What it came to within the last <see cref="DrainPolicy.Pace"/>.</param>
public sealed record DrainObservation(DrainPolicy Policy, IReadOnlyList<QueueSample> Samples, int Current, IReadOnlyList<double> Starting, IReadOnlyList<Recommendation> Wishes, DateTimeOffset At);

/// <summary>How many replicas there should be, what the rule wishes before its window, and why.</summary>
public sealed record DrainAnswer(int Replicas, int Wish, string Reason);

/// <summary>
/// Keeps the wait below a target with as few replicas as can do it. First in, first out: each waiting message has a time by which it
/// must have been taken, and the replicas must have done by then all work that is due.
/// <list type="table">
/// <item><term>work that is due at some time is more than the replicas can do by then</term><description>out, by as many as do the rest from their start to then</description></item>
/// <item><term>with fewer replicas all of it is still done in time, square-root headroom for arrivals included</term><description>in, but not below what keeps all of them busy with a fifth of the target's wait left; and only when the whole window agrees</description></item>
/// <item><term>else</term><description>nothing</description></item>
/// </list>
/// </summary>
public static class DrainRule
{
    private const int Steps = 5;

    /// <summary>The share of the target that the queue keeps as a cushion: with none, replicas are idle whenever arrivals ebb.</summary>
    private const double Cushion = 0.2;

    public static DrainAnswer Decide(DrainObservation seen)
    {
        var (policy, now) = (seen.Policy, seen.At);
        var flow = QueueFlow.Of(policy, seen.Samples, now);
        var demand = new DrainDemand(policy, flow, seen.Samples[^1]);
        var fleet = new DrainFleet(seen.Current, seen.Starting, policy.StartUp.TotalSeconds);
        var (pace, startUp) = (policy.Pace.TotalSeconds, policy.StartUp.TotalSeconds);
        var reach = Math.Max(policy.Wait.TotalSeconds, startUp) + pace;
        var step = Math.Max(Steps, reach / 200);
        var more = Within(startUp + (pace / 2), reach, step).Max(horizon => fleet.Missing(demand.DueWithin(horizon), horizon));
        if (more > 0)
        {
            return new(seen.Current + more, seen.Current + more, $"{Seen(seen, flow)}; {more} more take it within {policy.Wait.TotalSeconds:0.#} s");
        }

        var enough = Within(Steps, reach, step).Max(horizon => fleet.Enough(demand.DueWithin(horizon), horizon));
        var wish = Math.Min(seen.Current, Math.Max(enough, demand.KeptBusy(2 * pace, Cushion)));
        if (!IsSure(seen))
        {
            return new(seen.Current, wish, $"{Seen(seen, flow)}; {wish} could take it, but what was seen is not enough yet");
        }

        var recent = seen.Wishes.Where(past => now - past.At < policy.Pace).Select(past => past.Replicas).DefaultIfEmpty(seen.Current);
        var replicas = Math.Min(seen.Current, recent.Append(wish).Max());
        return new(replicas, wish, replicas < seen.Current ? $"{Seen(seen, flow)}; {replicas} take it within {policy.Wait.TotalSeconds:0.#} s"
            : wish < seen.Current ? $"{Seen(seen, flow)}; {wish} could take it, but not for long enough yet"
            : $"{Seen(seen, flow)}; all are needed");
    }

    /// <summary>Nothing is proven before the queue was seen, without a gap, for as long as the rate remembers.</summary>
    private static bool IsSure(DrainObservation seen)
    {
        var memory = seen.Policy.RateMemory;
        var recent = seen.Samples.Where(sample => seen.At - sample.At <= memory + seen.Policy.Pace).ToList();
        return seen.At - recent[0].At >= memory && recent.Zip(recent.Skip(1)).All(pair => pair.Second.At - pair.First.At <= 2 * seen.Policy.Pace);
    }

    private static IEnumerable<double> Within(double from, double to, double step)
    {
        for (var horizon = from; horizon <= to; horizon += step)
        {
            yield return horizon;
        }
    }

    private static string Seen(DrainObservation seen, QueueFlow flow) =>
        $"{seen.Samples[^1].Waiting} wait, {flow.Rate * 60:0.#} a minute arrive and take {flow.ServiceTime:0.##} s each";
}
