using Slipway.Domain;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;

namespace Slipway.Functions.Rollouts;

/// <summary>Changes workloads to images and reads how far they are: the same on the way there and on the way back.</summary>
public sealed class WorkloadChanges(IWorkloads workloads)
{
    /// <summary>Notes what runs and what was last good, before the first write.</summary>
    public async Task<ServiceChange> NoteAsync(ServiceChange change, EnvironmentManifest environment, LastKnownGood? good, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var state = await workloads.ReadAsync(WorkloadAddress.Of(environment, environment.Service(change.Service)), cancellationToken);
        return change with { Previous = state.Image, Good = good, ChangedAt = at };
    }

    public async Task ApplyAsync(Release release, EnvironmentManifest environment, Func<ServiceChange, Image?> wanted, CancellationToken cancellationToken)
    {
        foreach (var change in release.ChangedServices)
        {
            var image = wanted(change) ?? throw new RejectedException($"No image of {change.Service} is known to return to.");
            await workloads.ChangeImageAsync(WorkloadAddress.Of(environment, environment.Service(change.Service)), image, release.FencingToken, cancellationToken);
        }
    }

    public async Task<RolloutInputs> ReadAsync(
        Release release, EnvironmentManifest environment, Func<ServiceChange, (Image? Wanted, DateTimeOffset Since)> asked, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var progress = new List<WorkloadProgress>();
        foreach (var change in release.ChangedServices)
        {
            var (wanted, since) = asked(change);
            var state = await workloads.ReadAsync(WorkloadAddress.Of(environment, environment.Service(change.Service)), cancellationToken);
            progress.Add(new(change.Service, wanted ?? state.Image, state, now - since));
        }

        return new(progress, environment.Rollout.StableWithin);
    }
}
