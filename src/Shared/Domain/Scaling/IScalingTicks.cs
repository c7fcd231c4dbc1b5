namespace Slipway.Domain.Scaling;

/// <summary>Sends ticks, each of which is one look at everything that scales: a queue of SQS that delivers them late on purpose.</summary>
public interface IScalingTicks
{
    /// <param name="delay">At most 15 minutes.</param>
    Task SendAsync(TimeSpan delay, CancellationToken cancellationToken);
}
