using Slipway.Domain.Rollouts.Canary;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Rollouts.Capacity;

/// <summary>A service of a release.</summary>
/// <param name="DependsOn">The services that arrive before it.</param>
/// <param name="Demand">Null where it runs elsewhere, where nothing limits it.</param>
/// <param name="HasCanary">Whether its image is tried beside it.</param>
public sealed record PlannedService(ServiceName Name, IReadOnlyList<ServiceName> DependsOn, WorkloadDemand? Demand, bool HasCanary);

/// <summary>A job of a release, and what a pod of it takes.</summary>
public sealed record PlannedJob(string Name, PodDemand Pod);

/// <summary>
/// What a release cannot do without, time by time: what comes one after another is not added up.
/// <list type="table">
/// <item><term>migrations</term><description>a pod for each job, all at once; jobs and ended pods stay in the API</description></item>
/// <item><term>canaries</term><description>step by step, the replicas of the step beside each service, all at once, and a Deployment for each</description></item>
/// <item><term>blue/green</term><description>as many replicas as there are, as one step</description></item>
/// <item><term>services whose dependencies have arrived</term><description>those of one level at once: the pods that <see cref="Replacement"/> needs, beside the canaries of the last step, which serve until all have arrived</description></item>
/// <item><term>verification jobs</term><description>a pod for each, all at once; canaries have gone by then</description></item>
/// </list>
/// </summary>
public static class CapacityPlan
{
    public static IReadOnlyList<CapacityMoment> Of(IReadOnlyList<PlannedService> services, CanaryPlan? canary, IReadOnlyList<PlannedJob> migrations, IReadOnlyList<PlannedJob> verifications)
    {
        var moments = new List<CapacityMoment>();
        if (migrations.Count > 0)
        {
            moments.Add(Running(migrations, before: 0));
        }

        var tried = services.Where(service => canary is not null && service is { HasCanary: true, Demand.Replicas: > 0 }).ToList();
        var steps = tried.Count == 0 ? [] : canary?.Steps ?? [];
        moments.AddRange(steps.Select(step => Moment(
            $"trying {Names(tried)}{(step.Traffic == CanaryTraffic.Shared ? $" on {step.Share} %" : " in full")} beside what serves", Canaries(tried, step), migrations.Count, tried.Count)));
        var staying = steps.Count == 0 ? [] : Canaries(tried, steps[^1]);
        foreach (var level in Levels(services))
        {
            var pods = level.Where(service => service.Demand is { Beside: > 0 }).Select(service => new PodGroup($"{service.Name}", service.Demand!.Beside, service.Demand.Pod)).ToList();
            if (pods.Count > 0)
            {
                moments.Add(Moment($"replacing {Names(level)}", [.. staying, .. pods], migrations.Count, tried.Count));
            }
        }

        if (verifications.Count > 0)
        {
            moments.Add(Running(verifications, migrations.Count));
        }

        return [.. moments.DistinctBy(moment => (moment.Doing, string.Join(',', moment.Pods.Select(pods => pods.Count))))];
    }

    /// <summary>As a rollout goes: first those that wait for no other, then those that waited for these.</summary>
    private static IEnumerable<IReadOnlyList<PlannedService>> Levels(IReadOnlyList<PlannedService> services)
    {
        for (var open = services; open.Count > 0;)
        {
            var level = open.Where(service => !service.DependsOn.Any(name => open.Any(other => other.Name == name))).ToList();
            yield return level.Count == 0 ? open : level;
            open = level.Count == 0 ? [] : [.. open.Except(level)];
        }
    }

    private static List<PodGroup> Canaries(List<PlannedService> tried, CanaryStep step) =>
        [.. tried.Select(service => new PodGroup(CanaryAddress.Beside($"{service.Name}"), step.Beside(service.Demand!.Replicas), service.Demand.Pod))];

    private static CapacityMoment Running(IReadOnlyList<PlannedJob> jobs, int before) => new(
        $"running {string.Join(", ", jobs.Select(job => job.Name))}",
        [.. jobs.Select(job => new PodGroup(job.Name, 1, job.Pod))],
        new Dictionary<string, int>(StringComparer.Ordinal) { [CapacityMoment.EveryPod] = before + jobs.Count, [CapacityMoment.Jobs] = before + jobs.Count });

    private static CapacityMoment Moment(string doing, IReadOnlyList<PodGroup> pods, int endedJobs, int canaries) => new(
        doing,
        pods,
        new Dictionary<string, int>(StringComparer.Ordinal) { [CapacityMoment.EveryPod] = endedJobs + pods.Sum(group => group.Count), [CapacityMoment.Deployments] = canaries, [CapacityMoment.Jobs] = endedJobs });

    private static string Names(IEnumerable<PlannedService> services) => string.Join(", ", services.Select(service => service.Name));
}
