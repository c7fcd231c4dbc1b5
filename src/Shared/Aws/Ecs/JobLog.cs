using Amazon.CloudWatchLogs.Model;
using Slipway.Aws.Access;
using Slipway.Domain;
using Slipway.Domain.Rollouts;
using LogDriver = Amazon.ECS.LogDriver;

namespace Slipway.Aws.Ecs;

/// <summary>The last lines that a task's container wrote, where its log driver is <c>awslogs</c>; other drivers send them where Slipway does not look.</summary>
internal sealed class JobLog(AwsClients clients, EcsCluster cluster, WorkloadAddress like)
{
    private const int Lines = 50;
    private const int LongestTail = 8 * 1024;

    /// <summary>CloudWatch gives empty pages as well; so many of them are looked behind.</summary>
    private const int EmptyPages = 3;

    public async Task<string> TailAsync(Amazon.ECS.Model.Task task, CancellationToken cancellationToken)
    {
        var revision = TaskRevision.Of(await cluster.RevisionAsync(task.TaskDefinitionArn, cancellationToken));
        var configuration = revision.ContainerNamed(like.Container).LogConfiguration;
        if (configuration?.LogDriver != LogDriver.Awslogs || configuration.Options?.GetValueOrDefault("awslogs-group") is not { } group)
        {
            return "";
        }

        var prefix = configuration.Options.GetValueOrDefault("awslogs-stream-prefix");
        var stream = prefix is null ? EcsTask.Container(task, like.Container)?.RuntimeId : $"{prefix}/{like.Container}/{EcsTask.Id(task)}";
        var region = configuration.Options.GetValueOrDefault("awslogs-region") ?? like.Location.Region;
        return stream is null ? "" : await ReadAsync(region, new() { LogGroupName = group, LogStreamName = stream, Limit = Lines, StartFromHead = false }, cancellationToken);
    }

    private async Task<string> ReadAsync(string region, GetLogEventsRequest request, CancellationToken cancellationToken)
    {
        var client = clients.For(like.Location with { Region = region }, AwsServices.CloudWatchLogs);
        try
        {
            for (var page = 0; page < EmptyPages; page++)
            {
                var answer = await AwsCall.AskAsync($"The log {request.LogGroupName} cannot be read", () => client.GetLogEventsAsync(request, cancellationToken));
                if (answer.Events is { Count: > 0 } events)
                {
                    return Tail(events);
                }

                request.NextToken = answer.NextBackwardToken;
            }

            return "";
        }
        catch (RejectedException failure)
        {
            return failure.InnerException is ResourceNotFoundException ? "" : $"{failure.Message}\n";
        }
    }

    private static string Tail(List<OutputLogEvent> events)
    {
        var text = string.Concat(events.Select(line => line.Message.TrimEnd('\n') + "\n"));
        return text.Length <= LongestTail ? text : text[^LongestTail..];
    }
}
