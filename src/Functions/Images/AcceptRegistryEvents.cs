using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using Microsoft.Extensions.Logging;
using Slipway.Domain.Executions;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;

namespace Slipway.Functions.Images;

/// <summary>Takes what the registry tells: pushes become releases, a completed scan ends the wait for it, everything else is recorded with its reason.</summary>
public sealed class AcceptRegistryEvents(PushIntake intake, IGateWaits waits, IStateMachines stateMachines, TimeProvider clock, ILogger logger)
{
    [LambdaFunction]
    public async Task<SQSBatchResponse> AcceptRegistryEventsAsync(SQSEvent batch, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var events = (batch.Records ?? []).ToDictionary(message => message, message => RegistryEvent.Read(message.MessageId, message.Body));
        var waiting = new Lazy<Task<ILookup<Digest, string>>>(() => FindWaitsAsync(events.Values, deadline.Token));
        return await Batch.EachAsync(batch, logger, message => TakeAsync(events[message], waiting, deadline.Token));
    }

    private Task TakeAsync(RegistryEvent registryEvent, Lazy<Task<ILookup<Digest, string>>> waiting, CancellationToken cancellationToken) => registryEvent switch
    {
        { Push: { } push } => intake.TakeAsync(push, cancellationToken),
        { Scanned: { } digest } => EndWaitsAsync(digest, waiting, cancellationToken),
        var unusable => intake.RecordAsync(new(unusable.Id, unusable.Unusable ?? PushOutcome.Rejected, unusable.Reason, clock.GetUtcNow()), cancellationToken),
    };

    /// <summary>One read for all scans of the batch: when it fails, every scan's message fails with it, and no other.</summary>
    private async Task<ILookup<Digest, string>> FindWaitsAsync(IEnumerable<RegistryEvent> events, CancellationToken cancellationToken)
    {
        var scanned = events.Select(registryEvent => registryEvent.Scanned).OfType<Digest>().ToList();
        return await waits.FindAsync(scanned, cancellationToken);
    }

    private async Task EndWaitsAsync(Digest digest, Lazy<Task<ILookup<Digest, string>>> waiting, CancellationToken cancellationToken)
    {
        foreach (var token in (await waiting.Value)[digest])
        {
            await stateMachines.SucceedAsync(token, "{}", cancellationToken);
        }
    }
}
