using Slipway.Domain.Rollouts;
using Slipway.Domain.Scaling;
using Slipway.Domain.Systems;

namespace Slipway.Functions.Remediation;

/// <summary>Takes a service's replicas away for incidents and gives them back after the last. What is recorded first, autoscaling honours.</summary>
public sealed class WorkerPauses(IScalingStates states, IWorkloads workloads)
{
    public Task<ScalingState> ReadAsync(KnownAlarm known, Service service, CancellationToken cancellationToken) =>
        states.ReadAsync(known.System.Name, known.Environment.Name, service.Name, cancellationToken);

    /// <summary>Pauses the service; answers with the replicas that come back later.</summary>
    public async Task<int> PauseAsync(string incident, KnownAlarm known, Service service, CancellationToken cancellationToken)
    {
        var address = WorkloadAddress.Of(known.Environment, service);
        var state = await ReadAsync(known, service, cancellationToken);
        var paused = state.Pause(incident, (await workloads.CountAsync(address, cancellationToken)).Desired);
        if (paused != state)
        {
            await states.SaveAsync(paused, cancellationToken);
        }

        await workloads.ScaleAsync(address, 0, cancellationToken);
        return paused.PausedFrom ?? 0;
    }

    /// <summary>Ends the incident's pause, if it has one. The replicas come back before the record forgets them; a release does not hinder that, as it hinders no scaling out.</summary>
    public async Task ResumeAsync(string incident, KnownAlarm known, Service service, CancellationToken cancellationToken)
    {
        var state = await ReadAsync(known, service, cancellationToken);
        if (!state.PausedBy.Contains(incident))
        {
            return;
        }

        var resumed = state.Resume(incident);
        if (resumed.PausedBy.Count == 0)
        {
            await workloads.ScaleAsync(WorkloadAddress.Of(known.Environment, service), state.PausedFrom ?? service.Replicas.Desired, cancellationToken);
        }

        await states.SaveAsync(resumed, cancellationToken);
    }
}
