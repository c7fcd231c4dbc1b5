using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Pauses;

namespace Slipway.Functions.Rollouts;

/// <summary>Looks at replicas that their cluster holds before it gives them their first requests.</summary>
public sealed class Previews(PausedRollouts paused, ISmokeRequests smokeRequests)
{
    private const string Green = "green before the switch";

    /// <summary>Continues what may go on on its way to where the release wants it; the release with what replicas without requests have shown.</summary>
    public async Task<Release> GoOnAsync(Release release, RolloutInputs read, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var next = read.ToContinue.ToLookup(workload => workload.State.Pause!.Place == PausePlace.BeforeRequests);
        await paused.ContinueAsync(release, next[false], cancellationToken);
        if (!next[true].Any())
        {
            return release;
        }

        var preview = await LookAsync(release, next[true], now, cancellationToken);
        if (preview.Kind == VerdictKind.Pass)
        {
            await paused.ContinueAsync(release, next[true], cancellationToken);
        }

        return release.Judged(preview) with { Verdict = release.Verdict is { } rollout ? Verdict.Worst(rollout, preview) : preview };
    }

    private async Task<Verdict> LookAsync(Release release, IEnumerable<WorkloadProgress> workloads, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var policy = release.Pauses ?? PausePolicy.Standard;
        var smoke = new List<SmokeResult>();
        foreach (var check in policy.Smoke)
        {
            smoke.Add(await smokeRequests.SendAsync(check, cancellationToken));
        }

        var since = workloads.Max(workload => release.ChangeOf(workload).Pause?.Since ?? now);
        return Rules.Judge(new VerificationInputs(smoke, [], since, now - since, policy.Preview), now) with { About = Green };
    }
}
