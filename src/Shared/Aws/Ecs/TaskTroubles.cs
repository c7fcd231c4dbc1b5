using Amazon.ECS;
using Amazon.ECS.Model;
using Slipway.Domain.Rollouts;

namespace Slipway.Aws.Ecs;

/// <summary>
/// What ails the tasks of a deployment, in the words of Kubernetes, by which the rules judge. ECS does not restart a task but replaces it,
/// so the tasks that have stopped tell it; those that were told to stop (scaled in, replaced, reclaimed) do not count.
/// <list type="table">
/// <item><term>a container's image could not be pulled</term><description>ImagePullBackOff, at once</description></item>
/// <item><term>containers that cannot be made or started (secrets, volumes, commands), two or more</term><description>CreateContainerConfigError</description></item>
/// <item><term>containers that ended or failed their health checks, two or more, and either the tasks are not all there or the last two stopped within five minutes</term><description>CrashLoopBackOff</description></item>
/// <item><term>the circuit breaker or an alarm has failed the deployment, and nothing above says why</term><description>CrashLoopBackOff with the breaker's reason</description></item>
/// <item><term>the newest event since the deployment began says that a task finds no place</term><description>Unschedulable</description></item>
/// <item><term>a single end</term><description>Error</description></item>
/// </list>
/// </summary>
internal sealed class TaskTroubles(Service service, Deployment deployment, WorkloadAddress address, DateTimeOffset now)
{
    private const string CrashLoop = "CrashLoopBackOff";
    private const string ConfigError = "CreateContainerConfigError";
    private const string PullError = "ImagePullBackOff";
    private static readonly TimeSpan LoopWithin = TimeSpan.FromMinutes(5);
    private static readonly string[] Refused = ["ResourceInitializationError", "CannotCreateContainerError", "CannotStartContainerError", "CannotCreateVolumeError", "ContainerRuntimeTimeoutError"];

    /// <param name="stopped">The deployment's tasks that have stopped or are told to.</param>
    /// <param name="isComplete">True when as many tasks run as are wanted.</param>
    public IReadOnlyList<PodTrouble> Of(IReadOnlyList<Amazon.ECS.Model.Task> stopped, bool isComplete)
    {
        var failed = stopped.Select(task => (Task: task, Kind: KindOf(task))).Where(failed => failed.Kind is not null)
            .OrderByDescending(failed => EcsTask.Moment(failed.Task.StoppedAt ?? failed.Task.StoppingAt)).ToList();
        var loops = failed.Where(one => one.Kind == CrashLoop).ToList();
        var isLoop = loops.Count > 1 && (!isComplete || now - EcsTask.Moment(loops[1].Task.StoppedAt ?? loops[1].Task.StoppingAt) <= LoopWithin);
        List<PodTrouble> troubles =
        [
            .. failed.Where(one => one.Kind != CrashLoop || isLoop || !isComplete)
                .GroupBy(one => one.Kind!)
                .Select(group => Trouble(group.First().Task, group.Key == PullError || (group.Key == CrashLoop ? isLoop : group.Count() > 1) ? group.Key : "Error", group.Count())),
        ];
        if (deployment.RolloutState == DeploymentRolloutState.FAILED && troubles.All(trouble => trouble.Reason == "Error"))
        {
            troubles.Insert(0, new(deployment.Id, CrashLoop, deployment.RolloutStateReason ?? "ECS gave the deployment up."));
        }

        return Unplaced() is { } unplaced ? [.. troubles, unplaced] : troubles;
    }

    /// <summary>What the end of a task counts as; null for one that was told to stop for no fault of its own.</summary>
    private static string? KindOf(Amazon.ECS.Model.Task task)
    {
        var said = Said(task).ToList();
        return said.Any(text => text.StartsWith("CannotPull", StringComparison.Ordinal)) ? PullError
            : said.Any(text => Refused.Any(word => text.StartsWith(word, StringComparison.Ordinal))) ? ConfigError
            : task.StopCode == TaskStopCode.EssentialContainerExited || task.StopCode == TaskStopCode.TaskFailedToStart ? CrashLoop
            : said.Any(text => text.Contains("health check", StringComparison.OrdinalIgnoreCase)) ? CrashLoop
            : null;
    }

    private static IEnumerable<string> Said(Amazon.ECS.Model.Task task) =>
        (task.Containers ?? []).Select(container => container.Reason).Append(task.StoppedReason).Where(text => !string.IsNullOrEmpty(text)).Select(text => text!);

    private PodTrouble Trouble(Amazon.ECS.Model.Task task, string reason, int times)
    {
        var ended = EcsTask.Container(task, address.Container) is { ExitCode: not (null or 0) } own ? own : task.Containers?.FirstOrDefault(container => container.ExitCode is not (null or 0));
        IEnumerable<string> exit = ended is null ? [] : [$"the container {ended.Name} ended with exit code {ended.ExitCode}"];
        var count = times > 1 ? $" ({times} tasks)" : "";
        return new(EcsTask.Id(task), reason, string.Join("; ", exit.Concat(Said(task).Distinct())) + count);
    }

    /// <summary>Events come newest first; one that tells of tasks started or of a steady state ends the search.</summary>
    private PodTrouble? Unplaced()
    {
        var since = EcsTask.Moment(deployment.CreatedAt);
        foreach (var told in (service.Events ?? []).Where(told => EcsTask.Moment(told.CreatedAt) >= since).OrderByDescending(told => told.CreatedAt))
        {
            if (told.Message.Contains("unable to place a task", StringComparison.Ordinal))
            {
                return new(address.Name, "Unschedulable", told.Message);
            }

            if (told.Message.Contains("has started", StringComparison.Ordinal) || told.Message.Contains("steady state", StringComparison.Ordinal))
            {
                return null;
            }
        }

        return null;
    }
}
