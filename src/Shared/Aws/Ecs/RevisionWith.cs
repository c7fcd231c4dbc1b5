using Slipway.Domain.Images;

namespace Slipway.Aws.Ecs;

/// <summary>The revision of a task definition with another image for one container: one that is there already, else a new one.</summary>
internal static class RevisionWith
{
    /// <summary><paramref name="asked"/> itself, or the one that it was made from, when that had the image; one that an earlier attempt or a canary has made; else a new one.</summary>
    public static async Task<string> ImageAsync(EcsCluster cluster, TaskRevision asked, string container, Image image, long token, CancellationToken cancellationToken)
    {
        if (asked.Definition.Status == Amazon.ECS.TaskDefinitionStatus.ACTIVE && asked.Runs(container, image))
        {
            return asked.OwnName;
        }

        if (asked.MadeFrom(container) is { } source && await cluster.FindLatestRevisionAsync(source, cancellationToken) is { } found)
        {
            var before = TaskRevision.Of(found);
            if (before.Definition.Status == Amazon.ECS.TaskDefinitionStatus.ACTIVE && before.Runs(container, image))
            {
                return before.OwnName;
            }
        }

        if (await cluster.FindLatestRevisionAsync(asked.Definition.Family, cancellationToken) is { } newest)
        {
            var latest = TaskRevision.Of(newest);
            if (latest.MadeFrom(container) == asked.OwnName && latest.Runs(container, image))
            {
                return latest.OwnName;
            }
        }

        return TaskRevision.Name((await cluster.RegisterAsync(asked.With(container, image, token), cancellationToken)).TaskDefinitionArn);
    }
}
