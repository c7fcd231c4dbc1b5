using Slipway.Domain.Restraints;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Releases;

/// <summary>
/// Finds the environments into which a verified release was never sent on: its execution died in between, or one before them is in maintenance since.
/// <list type="table">
/// <item><term>a newer push of the repository was verified in its environment</term><description>none: that one goes on</description></item>
/// <item><term>not verified, or verified within the last five minutes</term><description>none: its execution is at it</description></item>
/// <item><term>the environment has a release of the images that is on its way, was opened since, was verified as the same attempt or a later one, or went past it</term><description>not that one</description></item>
/// <item><term>the environment was added to the manifest later</term><description>not that one: nothing enters it by itself</description></item>
/// <item><term>otherwise</term><description>that one</description></item>
/// </list>
/// </summary>
public static class UnopenedRule
{
    /// <summary>Of the releases of one environment, those that have to go on. Which of them did is asked of the releases of their digests.</summary>
    public static IEnumerable<Release> Candidates(IReadOnlyList<Release> ofEnvironment, DateTimeOffset now) => ofEnvironment
        .Where(release => release.Status == ReleaseStatus.Verified)
        .GroupBy(release => release.Push.Image.Repository, StringComparer.Ordinal)
        .Select(ofRepository => ofRepository.MaxBy(release => (release.Push.PushedAt, release.Attempt))!)
        .Where(newest => newest.Next.Count > 0 && newest.Since(ReleaseStatus.Verified, now) >= SweepRule.Settling);

    public static IEnumerable<EnvironmentManifest> Unopened(SystemManifest system, Release verified, IReadOnlyList<Release> ofDigest, IReadOnlyList<Restraint> freezes, DateTimeOffset now)
    {
        var waves = new Waves(system, verified, ofDigest, freezes, now);
        var foreseen = waves.Foreseen();
        return waves.After().Where(next => foreseen.Contains(next.Name) && !ofDigest.Any(release => verified.IsSameAs(release, next.Name) && HasGoneOn(verified, release)));
    }

    /// <summary>Whether another release of its images, in an environment after it, is what became of a verified release there: also one that went past it, in maintenance, before it was verified.</summary>
    public static bool HasGoneOn(Release verified, Release other) =>
        !other.Status.IsFinal()
        || other.Stages[0].At >= verified.Entered(ReleaseStatus.Verified)
        || (other.Status == ReleaseStatus.Verified && other.Attempt >= verified.Attempt)
        || (Waves.LetPast(other, verified.Environment) is { } passed && (passed.Release ?? verified.Id) == verified.Id);
}
