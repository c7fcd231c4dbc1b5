using System.Globalization;
using Slipway.Domain;

namespace Slipway.Local.Account.Clusters;

/// <summary>What happens to a pod from its creation on: scheduled, pulled, started, ready or in trouble, by its image's behaviour.</summary>
internal sealed class PodLife(VirtualClock clock, Chance chance, Registry registry)
{
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(5);

    /// <summary>A pod that has a node: its image is pulled next.</summary>
    public void Begin(Pod pod, RunningWorkload workload)
    {
        pod.Suffer(null);
        Next(pod, workload, chance.Seconds($"{pod.Name}/schedule", 0.2, 1.5), () => Pull(pod, workload));
    }

    /// <summary>Ends a pod: it serves no more at once and is gone after its grace period.</summary>
    public void End(Pod pod, RunningWorkload workload, Action gone)
    {
        pod.Next?.Dispose();
        var wasRunning = pod.Phase >= PodPhase.Running;
        workload.Becomes(pod, PodPhase.Terminating);
        pod.Suffer(null);
        var grace = workload.Service.Grace.TotalSeconds;
        Next(pod, workload, wasRunning ? chance.Seconds($"{pod.Name}/end", grace * 0.3, grace) : TimeSpan.FromSeconds(1), gone);
    }

    /// <summary>Does something that is no pod's after a while.</summary>
    public void Later(TimeSpan delay, RunningWorkload workload, Action action) => clock.Schedule(delay, () =>
    {
        action();
        workload.Reconcile();
    });

    private void Pull(Pod pod, RunningWorkload workload)
    {
        if (registry.Pull(pod.Image) is { } behaviour)
        {
            pod.Behaviour = behaviour;
            pod.Suffer(null);
            workload.Becomes(pod, PodPhase.ContainerCreating);
            Next(pod, workload, chance.Seconds($"{pod.Name}/pull", 3, 12), () => Start(pod, workload));
            return;
        }

        workload.Becomes(pod, PodPhase.ContainerCreating);
        pod.Suffer("ErrImagePull", $"failed to pull image \"{pod.Image.Reference}\": {pod.Image.Reference}: not found");
        Next(pod, workload, TimeSpan.FromSeconds(10), () => BackOffPull(pod, workload));
    }

    private void BackOffPull(Pod pod, RunningWorkload workload)
    {
        pod.Suffer("ImagePullBackOff", $"Back-off pulling image \"{pod.Image.Reference}\": not found in the registry");
        Next(pod, workload, BackOff(pod.Pulls++), () => Pull(pod, workload));
    }

    private void Start(Pod pod, RunningWorkload workload)
    {
        pod.Suffer(null);
        pod.StartedAt = clock.GetUtcNow();
        workload.Becomes(pod, PodPhase.Running);
        var name = string.Create(CultureInfo.InvariantCulture, $"{pod.Name}/start/{pod.Restarts}");
        if (pod.Behaviour == ImageBehaviour.CrashLoop)
        {
            Next(pod, workload, chance.Seconds(name, 1, 5), () => Crash(pod, workload));
            return;
        }

        var limit = workload.StableWithin.TotalSeconds;
        var readyAfter = pod.Behaviour == ImageBehaviour.Slow ? chance.Seconds(name, limit * 1.2, limit * 1.6) : chance.Seconds(name, 5, 20);
        Next(pod, workload, readyAfter, () => workload.Becomes(pod, PodPhase.Ready));
    }

    private void Crash(Pod pod, RunningWorkload workload)
    {
        var backOff = BackOff(pod.Restarts - 1);
        var first = pod.Restarts == 0;
        pod.Suffer(
            first ? "Error" : "CrashLoopBackOff",
            (first ? "" : $"back-off {backOff.Text()} restarting failed container {workload.Service.Container}; ") + $"exit code 1, last line: {ImageLogs.Crash}");
        Next(pod, workload, first ? TimeSpan.FromSeconds(1) : backOff, () => Restart(pod, workload));
    }

    private void Restart(Pod pod, RunningWorkload workload)
    {
        pod.Restarts++;
        Start(pod, workload);
    }

    private static TimeSpan BackOff(int times) =>
        TimeSpan.FromSeconds(Math.Min(LongestBackOff.TotalSeconds, 10 * Math.Pow(2, Math.Max(0, times))));

    private void Next(Pod pod, RunningWorkload workload, TimeSpan delay, Action action) => pod.Next = clock.Schedule(delay, () =>
    {
        action();
        workload.Reconcile();
    });
}
