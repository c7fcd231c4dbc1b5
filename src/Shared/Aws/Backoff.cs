namespace Slipway.Aws;

/// <summary>The waits between attempts: exponential, with chance in them so that callers that failed together do not return together.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest, Func<double> jitter)
{
    private readonly Lock _chance = new();

    /// <summary>How long to wait after this many failures: it doubles with each, and chance takes up to half of it away.</summary>
    public TimeSpan After(int failures)
    {
        var full = Math.Min(longest.Ticks, first.Ticks * Math.Pow(2, failures - 1));
        return TimeSpan.FromTicks((long)(full * (1 - (Draw() / 2))));
    }

    private double Draw()
    {
        lock (_chance)
        {
            return jitter();
        }
    }
}
