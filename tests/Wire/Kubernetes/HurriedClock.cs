namespace Slipway.Tests.Wire.Kubernetes;

/// <summary>Time that runs faster than the world's, so that real waits on a real connection are short; it notes how long was waited for.</summary>
internal sealed class HurriedClock(double factor = 8) : TimeProvider
{
    private readonly DateTimeOffset _start = TimeProvider.System.GetUtcNow();

    public List<TimeSpan> Timers { get; } = [];

    public override DateTimeOffset GetUtcNow() => _start + ((System.GetUtcNow() - _start) * factor);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero)
        {
            lock (Timers)
            {
                Timers.Add(dueTime);
            }
        }

        return System.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / factor : dueTime, period);
    }
}
