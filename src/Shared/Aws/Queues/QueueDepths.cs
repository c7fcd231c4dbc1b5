using Slipway.Domain.Scaling;
using Slipway.Domain.Systems;

namespace Slipway.Aws.Queues;

/// <summary>The depth of a queue, from what it is made of.</summary>
/// <param name="redis">Reads the queues that live in a Redis.</param>
public sealed class QueueDepths(SqsQueueDepths sqs, IQueueDepths redis) : IQueueDepths
{
    public Task<QueueReading> ReadAsync(SystemName system, EnvironmentManifest environment, WorkQueue queue, CancellationToken cancellationToken) =>
        queue.Kind == QueueKind.Sqs ? sqs.ReadAsync(system, environment, queue, cancellationToken) : redis.ReadAsync(system, environment, queue, cancellationToken);
}
