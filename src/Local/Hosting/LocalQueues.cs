using Slipway.Domain.Notifications;
using Slipway.Domain.Scaling;
using Slipway.Local.Events;

namespace Slipway.Local.Hosting;

/// <summary>Puts ticks and notices that are to be delivered into the queues of the template.</summary>
internal sealed class LocalQueues(Func<Deployment> deployment) : IScalingTicks, IDeliveryQueue
{
    public Task SendAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        deployment().Queue("ScalingTicks").Send("{}", delay: delay);
        return Task.CompletedTask;
    }

    public Task SendAsync(string notice, TimeSpan delay, CancellationToken cancellationToken)
    {
        deployment().Queue("Deliveries").Send(notice, delay: delay);
        return Task.CompletedTask;
    }
}
