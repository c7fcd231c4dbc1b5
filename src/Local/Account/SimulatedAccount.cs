using Slipway.Domain.Systems;
using Slipway.Local.Account.Clusters;
using Slipway.Local.Account.Monitoring;
using Slipway.Local.Records;

namespace Slipway.Local.Account;

/// <summary>
/// An AWS account on one machine: what the manifests describe runs here from the start, on the virtual clock, and answers the
/// ports that AWS answers. The same seed and the same calls give the same run.
/// </summary>
public sealed class SimulatedAccount
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly VirtualClock _clock;

    public SimulatedAccount(VirtualClock clock, int seed, IReadOnlyList<SystemManifest> systems, string accountId, Action<string> putEvent, Journal? journal = null)
    {
        _clock = clock;
        var chance = new Chance(seed);
        var events = new AccountEvents(clock, chance, accountId, putEvent, journal);
        Registry = new(clock, chance, events, repository => RegionOf(systems, repository));
        Cluster = new(clock, chance, Registry, systems);
        NodeGroups = new(clock, chance, Cluster, systems);
        Jobs = new(clock, chance, Registry, systems);
        Quotas = new(Cluster, Jobs);
        Databases = new(clock, chance, systems, journal);
        IReadOnlyList<Site> sites = [.. systems.SelectMany(system => system.Environments.Select(environment => new Site(system, environment, Cluster)))];
        Traffic = new(sites, chance);
        Queues = new(clock, sites);
        Usages = new(Cluster);
        Cluster.Changing = Queues.Reckon;
        Metrics = new(sites, new MetricReadings(Queues, chance), new(sites, chance), Databases.Figures);
        Alarms = new(sites, Metrics, events, chance, clock.GetUtcNow());
        Costs = new(chance, systems);
        Reports = new(journal);
        Secrets = new(chance);
        Channels = new(clock);
        ReleaseEvents = new(events, systems.Select(system => system.Region).FirstOrDefault("us-east-1"));
    }

    public Registry Registry { get; }

    public Signatures Signatures { get; } = new();

    public Cluster Cluster { get; }

    public NodeGroups NodeGroups { get; }

    public Jobs Jobs { get; }

    public Quotas Quotas { get; }

    public Databases Databases { get; }

    public Traffic Traffic { get; }

    public Queues Queues { get; }

    public WorkloadUsages Usages { get; }

    public Metrics Metrics { get; }

    public Alarms Alarms { get; }

    public Costs Costs { get; }

    public Reports Reports { get; }

    public Secrets Secrets { get; }

    public SigningKeys SigningKeys { get; } = new();

    public Channels Channels { get; }

    public ButtonAnswers ButtonAnswers { get; } = new();

    public ReleaseEvents ReleaseEvents { get; }

    /// <summary>What has not come to its end: jobs that run and workloads that are not where they should be.</summary>
    public IReadOnlyList<string> Unsettled => [.. Jobs.Running.Select(job => $"job {job}"), .. Cluster.Unsettled];

    /// <summary>Publishes metrics and evaluates alarms at every full minute from now on, without end.</summary>
    public void Start() => _clock.ScheduleAt(new DateTimeOffset(_clock.GetUtcNow().UtcTicks / Minute.Ticks * Minute.Ticks, TimeSpan.Zero) + Minute, Tick);

    private void Tick()
    {
        var now = _clock.GetUtcNow();
        Metrics.Publish(now);
        Alarms.Evaluate(now);
        _clock.ScheduleAt(now + Minute, Tick);
    }

    private static string RegionOf(IReadOnlyList<SystemManifest> systems, string repository) =>
        systems.Where(system => system.Environments.Any(environment => environment.ServicesOf(repository).Count > 0)).Concat(systems)
            .Select(system => system.Region).FirstOrDefault("us-east-1");
}
