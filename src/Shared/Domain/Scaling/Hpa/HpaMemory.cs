namespace Slipway.Domain.Scaling.Hpa;

/// <summary>
/// What an autoscaler remembers, and what its windows make of it: the mildest wish of the window for scaling out and the greatest of
/// that for scaling in. What no window or period needs any more is overwritten by the next, so that the memory stays small.
/// </summary>
public static class HpaMemory
{
    /// <summary>The wish as the windows let it through, with behaviour.</summary>
    public static int Stabilize(IReadOnlyList<Recommendation> past, int current, int desired, TimeSpan upWindow, TimeSpan downWindow, DateTimeOffset now)
    {
        var least = past.Where(wish => now - wish.At < upWindow).Select(wish => wish.Replicas).Append(desired).Min();
        var most = past.Where(wish => now - wish.At < downWindow).Select(wish => wish.Replicas).Append(desired).Max();
        return Math.Min(Math.Max(current, least), most);
    }

    /// <summary>The wish as the window for scaling in lets it through, without behaviour.</summary>
    public static int Stabilize(IReadOnlyList<Recommendation> past, int desired, TimeSpan window, DateTimeOffset now) =>
        past.Where(wish => now - wish.At <= window).Select(wish => wish.Replicas).Append(desired).Max();

    /// <summary>The wishes with a new one, in the place of the last that is older than the longest window.</summary>
    public static IReadOnlyList<Recommendation> Keep(IReadOnlyList<Recommendation> past, int desired, TimeSpan longest, DateTimeOffset now) =>
        Put(past, new(now, desired), wish => now - wish.At > longest);

    /// <summary>The changes with a new one, in the place of the last that is older than the longest period.</summary>
    public static IReadOnlyList<ScalingEvent> Keep(IReadOnlyList<ScalingEvent> past, ScalingEvent change, TimeSpan longest) =>
        Put(past, change, before => change.At - before.At > longest);

    private static List<T> Put<T>(IReadOnlyList<T> past, T next, Func<T, bool> isOld)
    {
        var kept = past.ToList();
        if (kept.FindLastIndex(entry => isOld(entry)) is >= 0 and var old)
        {
            kept[old] = next;
        }
        else
        {
            kept.Add(next);
        }

        return kept;
    }
}
