using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Amazon.ECS;
using Amazon.ECS.Model;
using Slipway.Aws.Access;
using Slipway.Domain;
using Slipway.Domain.Rollouts;
using Task = System.Threading.Tasks.Task;

namespace Slipway.Aws.Ecs;

/// <summary>
/// Jobs as tasks of ECS, in the place, network and roles of the service that they are like, by revisions of families of their own: a later
/// deployment of the service never finds a job's. A job's name is its task's <c>startedBy</c> and makes its client token, so that starting it
/// twice starts one. ECS ends no task by a deadline: whoever reads a task that is later than its timeout stops it. ECS forgets a
/// stopped task after an hour or more; a job that nobody read until then is missing, which the migration rule refuses.
/// </summary>
public sealed partial class EcsJobs(AwsClients clients, TimeProvider clock) : IJobs
{
    private const string Timeout = "slipway:timeout-seconds";
    private const string Stopped = "Stopped before it ended.";
    private const string Late = "DeadlineExceeded: the job was active longer than its deadline";
    private static readonly TimeSpan[] UntilListed = [TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)];

    public async Task StartAsync(JobRequest job, CancellationToken cancellationToken)
    {
        var cluster = EcsCluster.Open(clients, job.Address.Like);
        if (await FindAsync(cluster, job.Address, cancellationToken) is null && await RunAsync(cluster, job, cancellationToken))
        {
            await ListedAsync(cluster, job.Address, cancellationToken);
        }
    }

    /// <summary>The job by its task: the exit code of its container decides.</summary>
    public async Task<JobState> ReadAsync(JobAddress job, CancellationToken cancellationToken)
    {
        var cluster = EcsCluster.Open(clients, job.Like);
        if (await FindAsync(cluster, job, cancellationToken) is not { } task)
        {
            return new(JobStatus.Missing, "");
        }

        if (task.LastStatus == "STOPPED")
        {
            var log = await new JobLog(clients, cluster, job.Like).TailAsync(task, cancellationToken);
            var container = EcsTask.Container(task, job.Like.Container);
            return container?.ExitCode == 0 && !IsOurs(task) && task.StopCode != TaskStopCode.UserInitiated
                ? new(JobStatus.Succeeded, log)
                : new(JobStatus.Failed, log + Reason(task, container, log));
        }

        if (IsOurs(task))
        {
            return new(JobStatus.Failed, $"{task.StoppedReason}\n");
        }

        if (!IsLate(task))
        {
            return new(JobStatus.Running, "");
        }

        await cluster.StopAsync(task, Late, cancellationToken);
        return new(JobStatus.Failed, $"{Late}\n");
    }

    public async Task StopAsync(JobAddress job, CancellationToken cancellationToken)
    {
        var cluster = EcsCluster.Open(clients, job.Like);
        if (await FindAsync(cluster, job, cancellationToken) is { DesiredStatus: not "STOPPED" } task)
        {
            await cluster.StopAsync(task, Stopped, cancellationToken);
        }
    }

    /// <summary>Runs the task; false when ECS remembers that one was run under this name, which may have ended long ago.</summary>
    private static async Task<bool> RunAsync(EcsCluster cluster, JobRequest job, CancellationToken cancellationToken)
    {
        var service = await cluster.ServiceAsync(cancellationToken);
        var task = TaskLike(service, job.Address);
        task.TaskDefinition = await RevisionAsync(cluster, TaskRevision.Of(await cluster.RevisionAsync(EcsService.Asked(service), cancellationToken)), job, cancellationToken);
        task.Tags = [new() { Key = Timeout, Value = Math.Ceiling(job.Timeout.TotalSeconds).ToString(CultureInfo.InvariantCulture) }];
        try
        {
            var answer = await cluster.RunAsync(task, cancellationToken);
            return answer.Tasks is { Count: > 0 } ? true : throw Explain(job.Address, answer.Failures?.FirstOrDefault());
        }
        catch (RejectedException failure) when (failure.InnerException is Amazon.ECS.Model.ConflictException)
        {
            return false;
        }
    }

    private static RunTaskRequest TaskLike(Service service, JobAddress job)
    {
        var strategy = EcsService.Primary(service).CapacityProviderStrategy is { Count: > 0 } deployed ? deployed : service.CapacityProviderStrategy;
        return new()
        {
            Count = 1,
            StartedBy = Key(job),
            ClientToken = Hash($"{job.Like.Cluster}/{job.Name}"),
            NetworkConfiguration = service.NetworkConfiguration?.AwsvpcConfiguration is null ? null : service.NetworkConfiguration,
            CapacityProviderStrategy = strategy is { Count: > 0 } ? strategy : null,
            LaunchType = strategy is { Count: > 0 } ? null : service.LaunchType,
            PlatformVersion = string.IsNullOrEmpty(service.PlatformVersion) ? null : service.PlatformVersion,
            PlacementConstraints = service.PlacementConstraints is { Count: > 0 } constraints ? constraints : null,
            EnableECSManagedTags = service.EnableECSManagedTags,
        };
    }

    private static async Task<string> RevisionAsync(EcsCluster cluster, TaskRevision source, JobRequest job, CancellationToken cancellationToken)
    {
        var (family, container) = (Family(job.Address), job.Address.Like.Container);
        if (await cluster.FindLatestRevisionAsync(family, cancellationToken) is { } found && TaskRevision.Of(found) is var latest && latest.IsJobOf(source, container, job.Image, job.Run))
        {
            return latest.OwnName;
        }

        var registered = await cluster.RegisterAsync(source.ForJob(family, container, job.Image, job.Run), cancellationToken);
        return TaskRevision.Name(registered.TaskDefinitionArn);
    }

    /// <summary>Waits until ECS lists the task that it has just begun: somebody who reads the job next would take it for gone.</summary>
    private async Task ListedAsync(EcsCluster cluster, JobAddress job, CancellationToken cancellationToken)
    {
        foreach (var wait in UntilListed)
        {
            if (await FindAsync(cluster, job, cancellationToken) is not null)
            {
                return;
            }

            await Task.Delay(wait, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        throw new UnavailableException($"The job {job.Name} was started in the cluster {job.Like.Cluster}, but ECS does not list its task yet.");
    }

    private static async Task<Amazon.ECS.Model.Task?> FindAsync(EcsCluster cluster, JobAddress job, CancellationToken cancellationToken)
    {
        foreach (var desired in new[] { DesiredStatus.RUNNING, DesiredStatus.STOPPED })
        {
            var tasks = await cluster.TasksAsync(filter => filter.Family = Family(job), desired, cancellationToken);
            if (tasks.Where(task => task.StartedBy == Key(job)).MinBy(task => task.CreatedAt) is { } task)
            {
                return task;
            }
        }

        return null;
    }

    /// <summary>True for a task that Slipway has told to stop, whether or not it has stopped yet.</summary>
    private static bool IsOurs(Amazon.ECS.Model.Task task) => task.StoppedReason is Stopped or Late;

    private bool IsLate(Amazon.ECS.Model.Task task) =>
        double.TryParse(EcsTask.Tag(task, Timeout), CultureInfo.InvariantCulture, out var seconds) && clock.GetUtcNow() - EcsTask.Moment(task.CreatedAt) >= TimeSpan.FromSeconds(seconds);

    /// <summary>Why a job failed where its log cannot say it: the last line is what people are told.</summary>
    private static string Reason(Amazon.ECS.Model.Task task, Container? container, string log) => (container?.ExitCode, container?.Reason) switch
    {
        _ when IsOurs(task) => $"{task.StoppedReason}\n",
        _ when task.StopCode == TaskStopCode.UserInitiated => $"Somebody stopped the task: {task.StoppedReason}\n",
        (null, var reason) => $"{(string.IsNullOrEmpty(reason) ? task.StoppedReason : reason)}\n",
        ({ } code, { Length: > 0 } reason) => $"{reason}: the container ended with exit code {code}\n",
        ({ } code, _) => log.Length == 0 ? $"The container {container!.Name} ended with exit code {code}.\n" : "",
    };

    private static Exception Explain(JobAddress job, Failure? failure)
    {
        var sentence = $"The job {job.Name} finds no place in the cluster {job.Like.Cluster}: {failure?.Reason ?? "ECS started no task"}{(string.IsNullOrEmpty(failure?.Detail) ? "" : $" ({failure.Detail})")}.";
        var isPassing = failure is null || failure.Reason.StartsWith("RESOURCE", StringComparison.Ordinal) || failure.Reason.StartsWith("AGENT", StringComparison.Ordinal)
            || failure.Reason.Contains("Capacity is unavailable", StringComparison.OrdinalIgnoreCase);
        return isPassing ? new UnavailableException(sentence) : new RejectedException(sentence);
    }

    /// <summary>A family takes 255 characters; it begins with what the roles of Slipway may register and run.</summary>
    private static string Family(JobAddress job) =>
        $"{job.Like.Cluster}-{job.Like.Name}" is { Length: <= 200 } name ? $"slipway-job-{name}" : $"slipway-job-{Hash($"{job.Like.Cluster}/{job.Like.Name}")}";

    /// <summary>The job's name, as <c>startedBy</c> takes it: up to 128 letters, digits, hyphens, slashes and underscores.</summary>
    private static string Key(JobAddress job) => StartedBy().IsMatch(job.Name) ? job.Name : Hash(job.Name);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    [GeneratedRegex("^[A-Za-z0-9/_-]{1,128}$")]
    private static partial Regex StartedBy();
}
