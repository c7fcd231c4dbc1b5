using Slipway.Domain;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Pauses;

namespace Slipway.Functions.Rollouts;

/// <summary>Changes workloads to images and reads how far they are: the same on the way there and on the way back. It needs the record alone.</summary>
public sealed class WorkloadChanges(IWorkloads workloads, TemplateChanges templates)
{
    /// <summary>Notes what runs and what was last good, before the first write.</summary>
    public async Task<ServiceChange> NoteAsync(ServiceChange change, LastKnownGood? good, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var state = await workloads.ReadAsync(change.Workload, cancellationToken);
        var template = await templates.KeepAsync(change.Workload, cancellationToken);
        return change with { Previous = state.Image, PreviousReplicas = state.Desired, Template = template, Good = good, ChangedAt = at };
    }

    /// <summary>Keeps the template of what was verified with another than it was changed on.</summary>
    public Task<string> KeepTemplateAsync(WorkloadAddress workload, CancellationToken cancellationToken) => templates.KeepAsync(workload, cancellationToken);

    /// <summary>Asks for the new images; the release with the templates that came of it, by which another hand is known.</summary>
    public async Task<Release> ApplyAsync(Release release, CancellationToken cancellationToken)
    {
        var applied = release;
        foreach (var change in release.ChangedServices)
        {
            await workloads.ChangeImageAsync(change.Workload, release.ImageOf(change), release.FencingToken, cancellationToken);
            applied = change.Applied is null ? applied.Changed(change with { Applied = await templates.KeepAsync(change.Workload, cancellationToken) }) : applied;
        }

        return applied;
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
                await BringBackAsync(release, change, image, cancellationToken);
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

    /// <summary>Asks again for what the release wants of those that another hand has changed: its image, by the template that was there.</summary>
    public async Task InsistAsync(Release release, RolloutInputs read, CancellationToken cancellationToken)
    {
        foreach (var workload in read.Workloads.Where(workload => workload.Drift is not null))
        {
            var change = release.ChangeOf(workload);
            await templates.AskAsync(change.Workload, workload.Wanted, change.Applied, release.FencingToken, cancellationToken);
        }
    }

    private async Task BringBackAsync(Release release, ServiceChange change, Image image, CancellationToken cancellationToken)
    {
        await templates.AskAsync(change.Workload, image, release.TemplateBack(change), release.FencingToken, cancellationToken);
        if (change.ReplicasBack is { } before
            && ReplicasRule.Restored((await workloads.CountAsync(change.Workload, cancellationToken)).Desired, before) is { } replicas)
        {
            await workloads.ScaleAsync(change.Workload, replicas, cancellationToken);
        }
    }

    /// <summary>How far the changed workloads are on their way to the release's images, and what another hand changed on them.</summary>
    public async Task<RolloutInputs> ReadAsync(Release release, TimeSpan within, Func<ServiceChange, DateTimeOffset> since, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var read = await ReadAsync(release, within, change => (release.ImageOf(change), since(change)), now, cancellationToken);
        var progress = new List<WorkloadProgress>();
        foreach (var (workload, change) in read.Workloads.Zip(release.ChangedServices))
        {
            progress.Add(workload with
            {
                Changed = await templates.ChangedAsync(change.Workload, workload.State, change.Applied, cancellationToken),
                AskedAgain = release.AskedAgain(change),
                Unready = workload.State.Pause is { } pause && NotedPause.See(change.Pause, pause, workload.IsReady, now) is { IsReady: false } noted ? now - noted.SoSince : null,
            });
        }

        return read with { Workloads = progress, OnDrift = release.OnDrift };
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
