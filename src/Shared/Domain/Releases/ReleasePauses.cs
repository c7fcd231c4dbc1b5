using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Pauses;

namespace Slipway.Domain.Releases;

/// <summary>What a release keeps of the pauses at which clusters held it.</summary>
public static class ReleasePauses
{
    /// <summary>Looks are closer together than this; what lies between two further apart was not seen.</summary>
    private static readonly TimeSpan Gap = TimeSpan.FromMinutes(2);

    /// <summary>Keeps where it was seen to be held, and for how long together.</summary>
    public static Release Held(this Release release, RolloutInputs seen, DateTimeOffset at)
    {
        var held = seen.Held.ToList();
        if (held.Count == 0)
        {
            return release with { IsHeld = null };
        }

        var since = release.Services.Max(change => change.Pause?.SeenAt) is { } last && at - last <= Gap ? at - last : TimeSpan.Zero;
        return held.Aggregate(release with { IsHeld = true, HeldFor = (release.HeldFor ?? TimeSpan.Zero) + since }, (kept, workload) => Noted(kept, kept.ChangeOf(workload), workload, at));
    }

    private static Release Noted(Release release, ServiceChange change, WorkloadProgress workload, DateTimeOffset at) =>
        release.Changed(change with { Pause = NotedPause.See(change.Pause, workload.State.Pause!, workload.IsReady, at) });
}
