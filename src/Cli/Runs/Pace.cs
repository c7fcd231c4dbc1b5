namespace Slipway.Cli.Runs;

/// <summary>How fast virtual time passes for whoever watches: so many times real time, or without waiting when the factor is null.</summary>
internal sealed class Pace(double? factor, TimeProvider time)
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(100);
    private DateTimeOffset _virtualStart;
    private long? _start;

    /// <summary>Waits until the virtual instant is due in real time, and shows the virtual time that passes meanwhile.</summary>
    public async Task WaitAsync(DateTimeOffset now, DateTimeOffset due, Action<DateTimeOffset> show, CancellationToken cancellationToken)
    {
        if (factor is not { } times)
        {
            return;
        }

        if (_start is null)
        {
            (_start, _virtualStart) = (time.GetTimestamp(), now);
        }

        while (((due - _virtualStart) / times) - time.GetElapsedTime(_start.Value) is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left < Frame ? left : Frame, time, cancellationToken);
            var virtualNow = _virtualStart + (time.GetElapsedTime(_start.Value) * times);
            show(virtualNow < due ? virtualNow : due);
        }
    }
}
