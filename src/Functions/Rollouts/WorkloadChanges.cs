using Slipway.Domain;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;

namespace Slipway.Functions.Rollouts;

/// <summary>Changes workloads to images and reads how far they are: the same on the way there and on the way back. It needs the record alone.</summary>
public sealed class WorkloadChanges(IWorkloads workloads)
{
    /// <summary>Notes what runs and what was last good, before the first write.</summary>
    public async Task<ServiceChange> NoteAsync(ServiceChange change, LastKnownGood? good, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var state = await workloads.ReadAsync(change.Workload, cancellationToken);
        return change with { Previous = state.Image, PreviousReplicas = state.Desired, Good = good, ChangedAt = at };
    }

    public async Task ApplyAsync(Release release, CancellationToken cancellationToken)
    {
        foreach (var change in release.ChangedServices)
        {
            await workloads.ChangeImageAsync(change.Workload, release.ImageOf(change), release.FencingToken, cancellationToken);
        }
    }

    /// <summary>Brings back every service that it can, with the replicas that it had, the last one changed first; one that cannot be brought back does not keep the others.</summary>
    public async Task BringBackAsync(Release release, CancellationToken cancellationToken)
    {
        List<Exception> failures = [];
        foreach (var change in release.ChangedServices.Reverse())
        {
            try
            {
                var image = change.WayBack ?? throw new RejectedException($"No image of {change.Service} is known to return to.");
                await workloads.ChangeImageAsync(change.Workload, image, release.FencingToken, cancellationToken);
                await RestoreAsync(change, cancellationToken);
            }
            catch (Exception failure) when (failure is RejectedException or ConflictException or UnavailableException)
            {
                failures.Add(failure);
            }
        }

        if (failures.Count > 0)
        {
            var reasons = string.Join(" ", failures.Select(failure => failure.Message));
            throw failures.All(failure => failure is RejectedException) ? new RejectedException(reasons, failures[0]) : new UnavailableException(reasons, failures[0]);
        }
    }

    private async Task RestoreAsync(ServiceChange change, CancellationToken cancellationToken)
    {
        if (change.ReplicasBack is { } before
            && ReplicasRule.Restored((await workloads.CountAsync(change.Workload, cancellationToken)).Desired, before) is { } replicas)
        {
            await workloads.ScaleAsync(change.Workload, replicas, cancellationToken);
        }
    }

    /// <summary>How far the changed workloads are on their way to the wanted images.</summary>
    public async Task<RolloutInputs> ReadAsync(
        Release release, TimeSpan within, Func<ServiceChange, (Image? Wanted, DateTimeOffset Since)> asked, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var progress = new List<WorkloadProgress>();
        foreach (var change in release.ChangedServices)
        {
            var (wanted, since) = asked(change);
            var state = await workloads.ReadAsync(change.Workload, cancellationToken);
            progress.Add(new(change.Service, wanted ?? state.Image, state, now - since));
        }

        return new(progress, within);
    }
}
