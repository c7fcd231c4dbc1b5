using Slipway.Domain.Rollouts;

namespace Slipway.Local.Account.Clusters;

/// <summary>The jobs of the account's clusters: each runs 20 to 60 seconds and ends as its image behaves. A stopped job stays as failed, so that a late second start does nothing.</summary>
public sealed class Jobs(VirtualClock clock, Chance chance, Registry registry) : IJobs
{
    private readonly Dictionary<(string Cluster, string Namespace, string Name), StartedJob> _jobs = [];
    private readonly List<StartedJob> _order = [];

    /// <summary>The names of the jobs that run now, oldest first.</summary>
    public IReadOnlyList<string> Running => [.. _order.Where(job => job.State.Status == JobStatus.Running).Select(job => job.Request.Name)];

    /// <summary>Every job that was started, oldest first.</summary>
    public IReadOnlyList<JobRequest> Started => [.. _order.Select(job => job.Request)];

    public Task StartAsync(JobRequest job, CancellationToken cancellationToken)
    {
        var started = new StartedJob(job);
        if (_jobs.TryAdd((job.Cluster, job.Namespace, job.Name), started))
        {
            _order.Add(started);
            var (takes, end) = Course(job);
            started.End = clock.Schedule(takes, () => started.State = end);
        }

        return Task.CompletedTask;
    }

    public Task<JobState> ReadAsync(string cluster, string @namespace, string name, CancellationToken cancellationToken) =>
        Task.FromResult(_jobs.TryGetValue((cluster, @namespace, name), out var job) ? job.State : new JobState(JobStatus.Missing, ""));

    public Task StopAsync(string cluster, string @namespace, string name, CancellationToken cancellationToken)
    {
        if (_jobs.TryGetValue((cluster, @namespace, name), out var job) && job.State.Status == JobStatus.Running)
        {
            job.End?.Dispose();
            job.State = new(JobStatus.Failed, job.State.LogTail + "Stopped before it ended.\n");
        }

        return Task.CompletedTask;
    }

    private (TimeSpan Takes, JobState End) Course(JobRequest job)
    {
        var takes = chance.Seconds($"job/{job.Cluster}/{job.Name}", 20, 60);
        return registry.BehaviourOf(job.Image) switch
        {
            null => (job.Timeout, new(JobStatus.Failed, $"DeadlineExceeded: the image {job.Image.Reference} could not be pulled (ImagePullBackOff)\n")),
            _ when takes >= job.Timeout => (job.Timeout, new(JobStatus.Failed, ImageLogs.Migrating + "DeadlineExceeded: the job was active longer than its deadline\n")),
            ImageBehaviour.Migration => (takes, new(JobStatus.Failed, ImageLogs.MigrationFailed)),
            _ => (takes, new(JobStatus.Succeeded, ImageLogs.Migrated)),
        };
    }

    private sealed class StartedJob(JobRequest request)
    {
        public JobRequest Request { get; } = request;

        public JobState State { get; set; } = new(JobStatus.Running, ImageLogs.Migrating);

        public IDisposable? End { get; set; }
    }
}
