using Amazon.ECS.Model;
using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;
using ConflictException = Slipway.Domain.ConflictException;
using Task = System.Threading.Tasks.Task;

namespace Slipway.Aws.Ecs;

/// <summary>
/// A change of a service's image under a fencing token. ECS compares nothing when it writes, so the token and the revision that is
/// asked for are put on the service as a tag first, read again, and read once more after the update: who finds a newer token then puts
/// that one's revision back and has lost. What stays open: an older holder that dies between its update and the last look, and one so
/// late that its tag covers that of the fourth holder after it. Then the newer one's rollout check finds another image than it asked for.
/// </summary>
internal sealed class ImageChange(EcsCluster cluster, WorkloadAddress address, Image image, long token)
{
    private const int Rounds = 8;

    /// <summary>The revision whose other settings the service gets as well; null, or one that was deleted, leaves them as they are.</summary>
    public string? From { get; init; }

    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        var service = await cluster.ServiceAsync(cancellationToken);
        RefuseNewer(service);
        var asked = TaskRevision.Of(await cluster.RevisionAsync(EcsService.Asked(service), cancellationToken));
        asked.ContainerNamed(address.Container);
        var origin = From is not null && await cluster.FindLatestRevisionAsync(From, cancellationToken) is { } kept ? TaskRevision.Of(kept) : asked;
        var isAskedFor = asked.Runs(address.Container, image) && TaskTemplate.Of(asked).Fingerprint == TaskTemplate.Of(origin).Fingerprint;
        if (isAskedFor && FencingMark.Of(service).Token == token)
        {
            return;
        }

        var wanted = new FencingMark(token, isAskedFor ? asked.OwnName : await RevisionAsync(origin, asked, cancellationToken));
        for (var round = 0; round < Rounds; round++)
        {
            await ClaimAsync(wanted, cancellationToken);
            await UpdateAsync(await cluster.ServiceAsync(cancellationToken), wanted.Revision, cancellationToken);
            if (await IsLastWordAsync(wanted, cancellationToken))
            {
                return;
            }
        }

        throw new ConflictException($"{address.Name} is being changed by others at the same time.");
    }

    /// <summary>Other containers keep the images that they have by now: those are others' to change.</summary>
    private async Task<string> RevisionAsync(TaskRevision origin, TaskRevision asked, CancellationToken cancellationToken) => origin.HasOtherImages(asked, address.Container)
        ? TaskRevision.Name((await cluster.RegisterAsync(origin.With(address.Container, image, token, asked), cancellationToken)).TaskDefinitionArn)
        : await RevisionWith.ImageAsync(cluster, origin, address.Container, image, token, cancellationToken);

    /// <summary>Puts the mark on the service until it stands there as the highest.</summary>
    private async Task ClaimAsync(FencingMark wanted, CancellationToken cancellationToken)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var service = await cluster.ServiceAsync(cancellationToken);
            RefuseNewer(service);
            if (FencingMark.Of(service) is var mark && mark.Token == token && (mark == wanted || round > 0))
            {
                return;
            }

            await cluster.TagServiceAsync(service, wanted.Key, wanted.ToString(), cancellationToken);
        }

        throw new ConflictException($"{address.Name} is being changed by others at the same time.");
    }

    private async Task<bool> IsLastWordAsync(FencingMark wanted, CancellationToken cancellationToken)
    {
        var service = await cluster.ServiceAsync(cancellationToken);
        var mark = FencingMark.Of(service);
        if (mark.Token > token)
        {
            await UpdateAsync(service, mark.Revision, cancellationToken);
        }

        RefuseNewer(service);
        return mark.Token == token && (TaskRevision.Name(service.TaskDefinition) is var asked && (asked == wanted.Revision || asked == mark.Revision)
            || (IsBeside(service, wanted.Revision) && await cluster.FindOwnDeploymentAsync(service, cancellationToken) is { IsGoingBack: true }));
    }

    private async Task UpdateAsync(Service service, string revision, CancellationToken cancellationToken)
    {
        if (TaskRevision.Name(EcsService.Asked(service)) == revision)
        {
            return;
        }

        if (IsBeside(service, revision) && await cluster.FindOwnDeploymentAsync(service, cancellationToken) is { } own && (own.IsOnTheWay || own.IsGoingBack))
        {
            if (own.IsOnTheWay)
            {
                await cluster.TurnBackAsync(own, cancellationToken);
            }

            return;
        }

        await cluster.ChangeServiceAsync(new() { TaskDefinition = revision }, isRepeatable: true, cancellationToken);
    }

    /// <summary>Whether tasks of a revision still run beside those that are asked for.</summary>
    private static bool IsBeside(Service service, string revision) =>
        service.Deployments.Any(deployment => deployment.Status != "PRIMARY" && TaskRevision.Name(deployment.TaskDefinition) == revision);

    private void RefuseNewer(Service service) => FencingMark.RefuseNewer(service, address, token);
}
