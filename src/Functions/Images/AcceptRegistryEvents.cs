using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using Microsoft.Extensions.Logging;
using Slipway.Domain.Executions;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;

namespace Slipway.Functions.Images;

/// <summary>Takes what the registry tells: pushes become releases, a completed scan ends the wait for it, everything else is recorded with its reason.</summary>
public sealed class AcceptRegistryEvents(PushIntake intake, IReleases releases, IStateMachines stateMachines, TimeProvider clock, ILogger logger)
{
    [LambdaFunction]
    public async Task<SQSBatchResponse> AcceptRegistryEventsAsync(SQSEvent batch, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        return await Batch.EachAsync(batch, logger, message => TakeAsync(RegistryEvent.Read(message.MessageId, message.Body), deadline.Token));
    }

    private Task TakeAsync(RegistryEvent registryEvent, CancellationToken cancellationToken) => registryEvent switch
    {
        { Push: { } push } => intake.TakeAsync(push, cancellationToken),
        { Scanned: { } digest } => EndWaitsAsync(digest, cancellationToken),
        var unusable => intake.RecordAsync(new(unusable.Id, unusable.Unusable ?? PushOutcome.Rejected, unusable.Reason, clock.GetUtcNow()), cancellationToken),
    };

    private async Task EndWaitsAsync(Digest digest, CancellationToken cancellationToken)
    {
        foreach (var release in await releases.ListAsync(digest, cancellationToken))
        {
            if (release is { Status: ReleaseStatus.Waiting, ScanToken: { } token })
            {
                await stateMachines.SucceedAsync(token, "{}", cancellationToken);
            }
        }
    }
}
