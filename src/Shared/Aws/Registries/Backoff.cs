namespace Slipway.Aws.Registries;

/// <summary>The waits between attempts: exponential, with chance in them so that callers that failed together do not return together.</summary>
internal sealed class Backoff(RegistryOptions options, TimeProvider time, Func<double> jitter)
{
    private readonly Lock _chance = new();

    /// <summary>Waits after this many failures, and no shorter than the registry asked for, up to the longest delay.</summary>
    public Task WaitAsync(int failures, TimeSpan? asked, CancellationToken cancellationToken)
    {
        var full = Math.Min(options.LongestDelay.Ticks, options.FirstDelay.Ticks * Math.Pow(2, failures - 1));
        var wait = TimeSpan.FromTicks((long)(full * (1 - (Draw() / 2))));
        return Task.Delay(asked > wait ? TimeSpan.FromTicks(Math.Min(asked.Value.Ticks, options.LongestDelay.Ticks)) : wait, time, cancellationToken);
    }

    private double Draw()
    {
        lock (_chance)
        {
            return jitter();
        }
    }
}
