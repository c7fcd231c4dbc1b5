using Slipway.Domain.Scaling;

namespace Slipway.Local.Hosting;

/// <summary>Puts ticks into the queue of the template.</summary>
internal sealed class LocalScalingTicks(Action<string, TimeSpan> send) : IScalingTicks
{
    public Task SendAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        send("{}", delay);
        return Task.CompletedTask;
    }
}
