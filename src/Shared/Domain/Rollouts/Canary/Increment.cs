using System.Collections.Immutable;

namespace Slipway.Domain.Rollouts.Canary;

/// <summary>How many of a side's requests in an interval are of a kind: failed, or slow.</summary>
public readonly record struct MarkedCount(long Marked, long All);

/// <summary>What one interval adds to a test's statistic, and what it would add by chance alone.</summary>
/// <param name="Observed">What it did add.</param>
/// <param name="Lowest">The step that the first of the chances belongs to; each further one is a step higher.</param>
/// <param name="Chances">The chance of each step where the canary is no worse. They sum to one.</param>
public sealed record Increment(double Observed, int Lowest, ImmutableArray<double> Chances)
{
    /// <summary>Chances this small beside the greatest make no difference to any rate that a policy may ask for.</summary>
    private const double Negligible = 1e-18;

    /// <summary>More marked requests than these are counted as these, in the same proportion: that varies less than the chances say, stops less for it, and is plenty.</summary>
    private const long Most = 1000;

    /// <summary>An interval that tells nothing.</summary>
    public static Increment Nothing { get; } = new(0, 0, [1]);

    /// <summary>
    /// How many of the marked requests of both sides are the canary's. Given their total that is hypergeometric (Fisher's exact test),
    /// whatever happened to both sides alike; where the sides sway against each other it is Pólya's distribution, which is wider.
    /// </summary>
    /// <param name="sway">How much the ratio of both sides' rates sways by itself from interval to interval, as a share of it.</param>
    public static Increment OfMarked(MarkedCount canary, MarkedCount baseline, double sway)
    {
        var (marked, all) = (canary.Marked + baseline.Marked, canary.All + baseline.All);
        if (canary.All == 0 || baseline.All == 0 || marked == 0)
        {
            return Nothing;
        }

        var own = marked <= Most ? canary.Marked : (long)(canary.Marked * ((double)Most / marked));
        marked = Math.Min(marked, Most);

        // In Pólya's urn each ball drawn is put back with some more of its colour: -1 more of all there are is drawing without putting back.
        var share = canary.All / (double)all;
        var contagion = (share * (1 - share) * sway * sway) - (1.0 / all);
        var mode = Math.Clamp((long)(share * marked), Math.Max(0, marked - baseline.All), Math.Min(canary.All, marked));
        return Spread(own, mode, marked, x =>
            (marked - x) / (x + 1.0) * Math.Max(0, share + (contagion * x)) / Math.Max(double.Epsilon, 1 - share + (contagion * (marked - x - 1))));
    }

    /// <summary>A statistic that is normal around 0, in steps of a size of its own.</summary>
    public static Increment OfNormal(double observed, double deviation, double step)
    {
        var reach = (int)Math.Ceiling(9 * deviation / step) + 1;
        var chances = new double[(2 * reach) + 1];
        var beyond = StandardNormal.UpperTail(-step / 2 / deviation);
        for (var at = 0; at <= reach; at++)
        {
            var further = StandardNormal.UpperTail((at + 0.5) * step / deviation);
            chances[reach + at] = chances[reach - at] = beyond - further;
            beyond = further;
        }

        return new(observed / step, -reach, [.. chances]);
    }

    /// <summary>From a likely step outwards; <paramref name="ratio"/> is the chance of the next higher step over that of a step.</summary>
    private static Increment Spread(long observed, long start, long most, Func<long, double> ratio)
    {
        var chances = new List<double>();
        for (var (x, chance) = (start, 1.0); x > 0 && (chance /= ratio(x - 1)) > Negligible; x--)
        {
            chances.Add(chance);
        }

        var lowest = (int)start - chances.Count;
        chances.Reverse();
        chances.Add(1);
        for (var (x, chance) = (start, 1.0); x < most && (chance *= ratio(x)) > Negligible; x++)
        {
            chances.Add(chance);
        }

        var sum = chances.Sum();
        return new(observed, lowest, [.. chances.Select(chance => chance / sum)]);
    }
}
