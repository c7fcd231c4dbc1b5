using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;
using Slipway.Domain.Rollouts;
using Slipway.Functions.Releases;

namespace Slipway.Functions.Rollouts;

/// <summary>Judges an image while it is tried beside what serves, or waits for its first requests.</summary>
public sealed class Trials(VerificationReadings readings, IRestraints restraints)
{
    /// <param name="preview">What is asked of replicas that take no requests yet, of which the environment's own requests and metrics say nothing; null of those that take some.</param>
    /// <param name="changedAt">When the first change was made: older alarms are none of it.</param>
    /// <param name="goodSince">Since when all its replicas are ready.</param>
    /// <param name="time">How long it must stay good.</param>
    public async Task<Verdict> VerifyAsync(
        ReleaseInContext context, IReadOnlyList<SmokeCheck>? preview, DateTimeOffset changedAt, DateTimeOffset goodSince, TimeSpan time, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var environment = preview is null ? context.Environment : context.Environment with { Rollout = context.Environment.Rollout with { Smoke = preview, Metrics = [] } };
        return Rules.Judge(await readings.ReadAsync(context.System, environment, changedAt, goodSince, time, now, cancellationToken), now);
    }

    /// <summary>A person, or another environment, may have found meanwhile that an image is bad.</summary>
    public async Task<Verdict> QuarantineAsync(Release release, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var verdicts = new List<Verdict>();
        foreach (var digest in release.Images.Select(image => image.Digest))
        {
            verdicts.Add(Rules.Judge(await restraints.QuarantineOfAsync(digest, now, cancellationToken), now));
        }

        return verdicts.Aggregate(Verdict.Worst);
    }
}
