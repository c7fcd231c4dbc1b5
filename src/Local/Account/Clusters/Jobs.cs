using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;

namespace Slipway.Local.Account.Clusters;

/// <summary>The jobs of the account's clusters: each runs 20 to 60 seconds and ends as its image behaves. A stopped job stays as failed, so that a late second start does nothing.</summary>
public sealed class Jobs(VirtualClock clock, Chance chance, Registry registry, IReadOnlyList<SystemManifest> systems) : IJobs
{
    private readonly Dictionary<(string Cluster, string Namespace, string Name), StartedJob> _jobs = [];
    private readonly List<StartedJob> _order = [];

    /// <summary>The names of the jobs that run now, oldest first.</summary>
    public IReadOnlyList<string> Running => [.. _order.Where(job => job.State.Status == JobStatus.Running).Select(job => job.Request.Address.Name)];

    /// <summary>How many jobs of a namespace run now, and how many it has.</summary>
    internal (int Running, int All) CountIn(string cluster, string space) =>
        _order.Where(job => job.Request.Address.Like.Cluster == cluster && job.Request.Address.Like.Namespace == space).ToList() is var jobs ? (jobs.Count(job => job.State.Status == JobStatus.Running), jobs.Count) : default;

    /// <summary>Every job that was started, oldest first.</summary>
    public IReadOnlyList<JobRequest> Started => [.. _order.Select(job => job.Request)];

    public Task StartAsync(JobRequest job, CancellationToken cancellationToken)
    {
        var started = new StartedJob(job);
        if (_jobs.TryAdd(Key(job.Address), started))
        {
            _order.Add(started);
            var (takes, end) = Course(job);
            started.End = clock.Schedule(takes, () => started.State = end);
        }

        return Task.CompletedTask;
    }

    public Task<JobState> ReadAsync(JobAddress job, CancellationToken cancellationToken) =>
        Task.FromResult(_jobs.TryGetValue(Key(job), out var started) ? started.State : new JobState(JobStatus.Missing, ""));

    public Task StopAsync(JobAddress job, CancellationToken cancellationToken)
    {
        if (_jobs.TryGetValue(Key(job), out var started) && started.State.Status == JobStatus.Running)
        {
            started.End?.Dispose();
            started.State = new(JobStatus.Failed, started.State.LogTail + "Stopped before it ended.\n");
        }

        return Task.CompletedTask;
    }

    private static (string Cluster, string Namespace, string Name) Key(JobAddress job) => (job.Like.Cluster, job.Like.Namespace, job.Name);

    private (TimeSpan Takes, JobState End) Course(JobRequest job)
    {
        var takes = chance.Seconds($"job/{job.Address.Like.Cluster}/{job.Address.Name}", 20, 60);
        var named = Named(job);
        var verifies = named?.Environment.Rollout.Jobs.Contains(named.Value.Job.Name) == true;
        return (named?.Job.Image == job.Image ? ImageBehaviour.Healthy : registry.BehaviourOf(job.Image)) switch
        {
            null => (job.Timeout, new(JobStatus.Failed, $"DeadlineExceeded: the image {job.Image.Reference} could not be pulled (ImagePullBackOff)\n")),
            _ when takes >= job.Timeout => (job.Timeout, new(JobStatus.Failed, Begun(verifies) + "DeadlineExceeded: the job was active longer than its deadline\n")),
            ImageBehaviour.Migration when !verifies => (takes, new(JobStatus.Failed, ImageLogs.MigrationFailed)),
            ImageBehaviour.Verification when verifies => (takes, new(JobStatus.Failed, ImageLogs.VerificationFailed)),
            _ => (takes, new(JobStatus.Succeeded, verifies ? ImageLogs.Verified : ImageLogs.Migrated)),
        };
    }

    private static string Begun(bool verifies) => verifies ? ImageLogs.Verifying : ImageLogs.Migrating;

    /// <summary>The manifests' job that it is, by its command: a verification is one that the rollout names.</summary>
    private (EnvironmentManifest Environment, Job Job)? Named(JobRequest job) => systems.SelectMany(system => system.Environments)
        .Where(environment => environment.Cluster == job.Address.Like.Cluster && environment.Location == job.Address.Like.Location)
        .SelectMany(environment => environment.Jobs.Select(named => (Environment: environment, Job: named)))
        .Where(named => named.Job.Run.SequenceEqual(job.Run))
        .Select(named => ((EnvironmentManifest, Job)?)named)
        .FirstOrDefault();

    private sealed class StartedJob(JobRequest request)
    {
        public JobRequest Request { get; } = request;

        public JobState State { get; set; } = new(JobStatus.Running, ImageLogs.Migrating);

        public IDisposable? End { get; set; }
    }
}
