using System.Text.Json;
using Slipway.Domain.Gates;
using Slipway.Domain.Restraints;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Releases;

/// <summary>
/// The environments before and after one, for the images of a release: in maintenance, an environment stands for what is before it.
/// <list type="table">
/// <item><term>not in maintenance, or pushes enter there</term><description>it counts itself</description></item>
/// <item><term>in maintenance, and it did not come there yet, waits there, or a newer one took its place</term><description>passed by</description></item>
/// <item><term>in maintenance, and it is past its gates there or verified, was refused or rejected by people, went back or failed</term><description>it counts itself</description></item>
/// <item><term>the release past it has its lease already, wherever the maintenance is by now</term><description>passed by, unless it was refused, went back or failed there</description></item>
/// </list>
/// </summary>
/// <param name="ofDigest">The releases of its first image, in every environment.</param>
/// <param name="freezes">Those of every scope; what has expired may be among them.</param>
public sealed class Waves(SystemManifest system, Release release, IReadOnlyList<Release> ofDigest, IReadOnlyList<Restraint> freezes, DateTimeOffset now)
{
    /// <summary>What became of it in the environments before one.</summary>
    public IReadOnlyList<UpstreamRelease> Before(EnvironmentManifest environment) => [.. environment.PromoteFrom.Select(At)];

    /// <summary>The environments that it enters from its own, those past others in maintenance included, in the manifest's order.</summary>
    public IEnumerable<EnvironmentManifest> After()
    {
        List<EnvironmentName> from = [release.Environment];
        foreach (var environment in PushRouting.Running(system, release.Push).Where(environment => environment.PromoteFrom.Any(from.Contains)))
        {
            if (PassedBy(environment.Name) is not null)
            {
                from.Add(environment.Name);
            }

            yield return environment;
        }
    }

    /// <summary>Where it was to go on, as the manifest was when it was opened, and what waits of it in environments that are passed by.</summary>
    public IReadOnlySet<EnvironmentName> Foreseen() => ofDigest
        .Where(other => release.IsSameAs(other, other.Environment) && PassedBy(other.Environment) is not null)
        .Append(release).SelectMany(from => from.Next).ToHashSet();

    /// <summary>How an environment in maintenance stood when a release was let past it, or waits to be; null when it is not.</summary>
    public static UpstreamRelease? LetPast(Release release, EnvironmentName environment) =>
        release.Verdicts.LastOrDefault(verdict => verdict.Rule == UpstreamGate.Rule) is { Kind: not VerdictKind.Refuse } verdict
            ? verdict.Inputs.Deserialize(DomainJson.Default.UpstreamInputs)!.PassedBy().FirstOrDefault(passed => passed.Environment == environment)
            : null;

    private UpstreamRelease At(EnvironmentName name)
    {
        var there = Last(name);
        var itself = there is null
            ? new UpstreamRelease(name) { IsComing = ofDigest.Any(other => IsOnItsWayTo(name, other)) ? true : null }
            : UpstreamRelease.Of(there, system.Find(name) is { } upstream ? Blueprint.Of(upstream, release.Push) : null);
        return PassedBy(name) is { } maintenance && system.Find(name) is { } passed
            ? itself with { Detour = new(maintenance, Before(passed), passed.PromoteWhen) }
            : itself;
    }

    private Restraint? PassedBy(EnvironmentName name)
    {
        var there = Last(name);
        var isBad = there is not null && there.Status.IsFinal() && there.Status is not (ReleaseStatus.Verified or ReleaseStatus.Superseded);
        if (release.Status.IsRunning() && !isBad && LetPast(release, name) is { Detour: { } detour })
        {
            return detour.Maintenance;
        }

        var mayBePassed = there is null or { Status: ReleaseStatus.Waiting or ReleaseStatus.Superseded } && there?.Approval?.Decisions.All(said => said.Approves) != false;
        return mayBePassed && system.Find(name) is { PromoteFrom.Count: > 0 } ? freezes.Maintenance(system.Name, name, now) : null;
    }

    /// <summary>Of several releases of the images in an environment the last one counts.</summary>
    private Release? Last(EnvironmentName name) => ofDigest.Where(other => release.IsSameAs(other, name)).MaxBy(other => other.Attempt);

    /// <summary>Whether the other, of the same images, is verified or may still be, and goes on to the environment from there.</summary>
    private bool IsOnItsWayTo(EnvironmentName name, Release other) =>
        release.IsSameAs(other, other.Environment)
        && (other.Status == ReleaseStatus.Verified || !other.Status.IsFinal())
        && other.Next.Any(next => next != release.Environment && PushRouting.Reach(system, next, release.Push).Contains(name));
}
