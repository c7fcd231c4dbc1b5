using Slipway.Domain;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Canary;

namespace Slipway.Functions.Rollouts;

/// <summary>The canaries of a release's services: begun, brought to a step's replicas, looked at, ended. It needs the record alone.</summary>
public sealed class CanaryChanges(ICanaries canaries, IWorkloads workloads, TemplateChanges templates, ILastKnownGood lastKnownGood)
{
    /// <summary>Refuses, before anything is changed, what a plan asks for and the services are not set up for.</summary>
    /// <exception cref="RejectedException">It says what to do.</exception>
    public async Task RefuseImpossibleAsync(Release release, CanaryPlan plan, CancellationToken cancellationToken)
    {
        foreach (var change in release.Services.Where(change => plan.IsBlueGreen && CanaryAddress.IsPossible(change.Workload.Kind)))
        {
            await canaries.TakesRequestsAsync(change.Workload, cancellationToken);
        }
    }

    /// <summary>Notes, before the first write, which services get one, how many replicas its step asks for there, and what an image that is not to blame would be.</summary>
    public async Task<Release> NoteAsync(Release release, CanaryProgress progress, CancellationToken cancellationToken)
    {
        var noted = release with { Canary = progress };
        foreach (var change in release.Services)
        {
            if (!await IsPossibleAsync(release, progress, change, cancellationToken))
            {
                continue;
            }

            var state = await workloads.ReadAsync(change.Workload, cancellationToken);
            noted = noted.Changed(change with
            {
                CanaryReplicas = progress.Current.Beside(state.Desired) is var beside and > 0 ? beside : change.CanaryReplicas,
                Previous = change.Previous ?? state.Image,
                Template = change.Template ?? await templates.KeepAsync(change.Workload, cancellationToken),
                Good = await lastKnownGood.FindAsync(release.System, release.Environment, change.Service, cancellationToken),
            });
        }

        return noted;
    }

    public async Task ApplyAsync(Release release, CancellationToken cancellationToken)
    {
        foreach (var change in release.CanaryServices)
        {
            await canaries.RunAsync(change.Workload, release.ImageOf(change), change.CanaryReplicas ?? 0, release.Canary!.Current.Traffic, release.FencingToken, cancellationToken);
        }
    }

    /// <summary>How far the canaries are on their way to the replicas of their step, and what another hand changed meanwhile on those that serve beside them: they are compared with what they were.</summary>
    public async Task<RolloutInputs> ReadAsync(Release release, TimeSpan within, TimeSpan since, CancellationToken cancellationToken)
    {
        var progress = new List<WorkloadProgress>();
        foreach (var change in release.CanaryServices)
        {
            progress.Add(new(change.Service, release.ImageOf(change), await workloads.ReadAsync(CanaryAddress.Of(change.Workload), cancellationToken), since));
            var serving = await workloads.ReadAsync(change.Workload, cancellationToken);
            var beside = new WorkloadProgress(change.Service, change.Previous ?? serving.Image, serving, since)
            {
                Changed = await templates.ChangedAsync(change.Workload, serving, change.Template, cancellationToken),
            };
            progress.AddRange(beside.Drift is null ? [] : [beside]);
        }

        return new(progress, within) { SchedulingPatience = within };
    }

    /// <summary>Ends whatever canaries there are beside its services, an earlier release's as well; one that cannot be ended does not keep the others.</summary>
    public Task EndAsync(Release release, CancellationToken cancellationToken) => EndAsync(release, _ => Task.FromResult(true), cancellationToken);

    /// <summary>The same, but for an earlier release's that takes the requests: what its workload runs may not know the schema.</summary>
    public Task EndOwnAsync(Release release, CancellationToken cancellationToken) =>
        EndAsync(release, async change => change.CanaryReplicas is not null || !await canaries.TakesAllAsync(change.Workload, cancellationToken), cancellationToken);

    private async Task EndAsync(Release release, Func<ServiceChange, Task<bool>> isToEnd, CancellationToken cancellationToken)
    {
        Exception? failed = null;
        foreach (var change in release.Services.Where(change => CanaryAddress.IsPossible(change.Workload.Kind)))
        {
            try
            {
                if (await isToEnd(change))
                {
                    await canaries.EndAsync(change.Workload, release.FencingToken, cancellationToken);
                }
            }
            catch (Exception failure) when (failure is RejectedException or ConflictException or UnavailableException)
            {
                failed ??= failure;
            }
        }

        if (failed is not null)
        {
            throw failed;
        }
    }

    /// <summary>
    /// With blue/green those have one that had one at first: what sends requests is not asked again. Where the green side of an earlier release
    /// still takes the requests, because nothing else knows the schema, the workload itself comes to the image beside it and takes over.
    /// </summary>
    private async Task<bool> IsPossibleAsync(Release release, CanaryProgress progress, ServiceChange change, CancellationToken cancellationToken) =>
        CanaryAddress.IsPossible(change.Workload.Kind)
        && (change.CanaryReplicas is not null
            || ((progress.Current.Traffic == CanaryTraffic.Shared || (release.Canary is null && await canaries.TakesRequestsAsync(change.Workload, cancellationToken)))
                && !await canaries.TakesAllAsync(change.Workload, cancellationToken)));

    public async Task<bool> AreGoneAsync(Release release, CancellationToken cancellationToken)
    {
        foreach (var change in release.TriedServices)
        {
            if (!await canaries.IsGoneAsync(change.Workload, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }
}
