using Slipway.Domain;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Canary;
using Slipway.Domain.Rollouts.Capacity;
using Slipway.Domain.Rollouts.Verification;
using Slipway.Domain.Systems;

namespace Slipway.Functions.Rollouts;

/// <summary>Reads what room there is where a release changes workloads, and what it needs there. What nothing limits costs one look at the quotas.</summary>
public sealed class Capacities(ICapacity capacity, ICanaries canaries, IReleases releases, ILeases leases, TimeProvider clock)
{
    /// <summary>A cluster that hangs must leave time to say so.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    public async Task<CapacityInputs> ReadAsync(Release release, EnvironmentManifest environment, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var policy = environment.Rollout.Capacity;
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var places = new List<CapacityPlace>();
        foreach (var place in release.Services.GroupBy(change => (change.Workload.Location, change.Workload.Cluster, change.Workload.Namespace, change.Workload.Kind == WorkloadKind.EcsService)))
        {
            var workloads = place.Select(change => change.Workload).ToList();
            var name = place.Key.Item4 ? place.Key.Cluster : place.Key.Namespace;
            try
            {
                var reading = await capacity.ReadAsync(workloads, policy.AreNodesFixed, either.Token);
                places.Add(CapacityPlace.Of(name, reading, reading.Workloads.Count == 0 ? [] : await MomentsAsync(release, environment, reading.Workloads, now, either.Token)));
            }
            catch (UnavailableException failure)
            {
                places.Add(new(name, [], []) { Unreachable = failure.Message });
            }
        }

        var isLimited = places.Exists(place => place.Moments.Count > 0);
        var waited = release.WaitedAt(CapacityGate.Rule, null, now);
        var others = isLimited && waited > TimeSpan.Zero ? await OthersAsync(release, cancellationToken) : [];
        return new(places, others.Select(other => now - other.Stages[^1].At).Append(waited).Min(), policy.Within)
        {
            ChangedBy = isLimited ? await ChangedByAsync(release, cancellationToken) : null,
            UnderWay = others.FirstOrDefault(other => !other.Status.IsFinal())?.Id.Value,
        };
    }

    /// <summary>The other releases of the environment that take room there, or took it: what they give back is worth waiting for.</summary>
    private async Task<IReadOnlyList<Release>> OthersAsync(Release release, CancellationToken cancellationToken) =>
        [.. (await releases.ListAsync(release.System, release.Environment, cancellationToken)).Where(other => other.Id != release.Id && other.Entered(ReleaseStatus.Snapshotting) is not null)];

    private async Task<IReadOnlyList<CapacityMoment>> MomentsAsync(Release release, EnvironmentManifest environment, IReadOnlyList<WorkloadDemand> demands, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var plan = environment.Rollout.Canary;
        var services = new List<PlannedService>();
        foreach (var change in release.Services)
        {
            var demand = demands.FirstOrDefault(demand => demand.Workload == change.Workload);
            var needs = environment.Services.FirstOrDefault(service => service.Name == change.Service)?.DependsOn ?? [];
            services.Add(new(change.Service, needs, demand, demand is not null && plan is not null && await HasCanaryAsync(plan, change.Workload, cancellationToken)));
        }

        var migrations = await MigrationsAsync(release, environment, cancellationToken);
        return CapacityPlan.Of(
            services,
            plan,
            Planned(migrations.Select(job => (job.Name, release.Services[0].Workload)), demands),
            Planned(VerificationPlan.Of(release, environment, now).Select(run => (run.Job, run.Address.Like)), demands));
    }

    /// <summary>As the rollout decides it: with blue/green, only beside what takes requests.</summary>
    private async Task<bool> HasCanaryAsync(CanaryPlan plan, WorkloadAddress workload, CancellationToken cancellationToken) =>
        CanaryAddress.IsPossible(workload.Kind) && (!plan.IsBlueGreen || await canaries.TakesRequestsAsync(workload, cancellationToken));

    /// <summary>The jobs that were not run for these images here: what was is not run again, or may not be.</summary>
    private async Task<IReadOnlyList<Job>> MigrationsAsync(Release release, EnvironmentManifest environment, CancellationToken cancellationToken)
    {
        var jobs = MigrationPlan.Jobs(release, environment);
        if (jobs.Count == 0 || release is { Attempt: 1, Push.Others: null })
        {
            return jobs;
        }

        var run = new HashSet<string>(StringComparer.Ordinal);
        foreach (var image in release.Push.Images.Where(image => jobs.Any(job => job.Repository == image.Repository)))
        {
            var known = await releases.ListAsync(image.Digest, cancellationToken);
            run.UnionWith(known.Where(other => other.Id != release.Id && other.System == release.System && other.Environment == release.Environment).SelectMany(other => other.Migrations).Select(migration => migration.Job));
        }

        return [.. jobs.Where(job => !run.Contains(job.Name))];
    }

    private static IReadOnlyList<PlannedJob> Planned(IEnumerable<(string Name, WorkloadAddress Like)> jobs, IReadOnlyList<WorkloadDemand> demands) =>
        [.. jobs.SelectMany(job => demands.Where(demand => demand.Workload == job.Like).Select(demand => new PlannedJob(job.Name, demand.Job)))];

    private async Task<string?> ChangedByAsync(Release release, CancellationToken cancellationToken)
    {
        foreach (var change in release.Services)
        {
            if (await leases.FindAsync(new(release.System, release.Environment, change.Service), cancellationToken) is { } lease && lease.Holder != release.Id)
            {
                return lease.Holder.Value;
            }
        }

        return null;
    }
}
