using Slipway.Domain.Releases;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Gates;

/// <summary>What became of the image in an environment upstream; without a release nothing did.</summary>
public sealed record UpstreamRelease(EnvironmentName Environment, ReleaseId? Release = null, ReleaseStatus? Status = null, DateTimeOffset? VerifiedAt = null)
{
    /// <summary>True when the manifest says something else by now of its services, jobs or databases there; null otherwise.</summary>
    public bool? IsOutdated { get; init; }

    /// <summary>True when it was not released there yet and still comes, from an environment before; null otherwise.</summary>
    public bool? IsComing { get; init; }

    /// <param name="blueprint">That of its environment as the manifest is now.</param>
    public static UpstreamRelease Of(Release release, string? blueprint) => new(release.Environment, release.Id, release.Status, release.Entered(ReleaseStatus.Verified))
    {
        IsOutdated = release.Blueprint is { } verified && blueprint is not null && verified != blueprint ? true : null,
    };
}

/// <summary><paramref name="From"/> is empty where pushes enter.</summary>
public sealed record UpstreamInputs(IReadOnlyList<UpstreamRelease> From, PromoteWhen When, TimeSpan Soak, Waiver? Waiver, DateTimeOffset Now);

/// <summary>
/// Only what is verified in the environments before, and was long enough, comes in; it may have been rolled back while it waited.
/// <list type="table">
/// <item><term>no environment comes before</term><description>pass</description></item>
/// <item><term>a waiver for it: a hotfix</term><description>pass</description></item>
/// <item><term>verified in all, or in any where that is enough, for the soak time</term><description>pass</description></item>
/// <item><term>the same, but not that long yet</term><description>wait</description></item>
/// <item><term>on its way in one that is needed, or to it</term><description>wait</description></item>
/// <item><term>otherwise: never released there, taken back, or verified with services, jobs or databases that the manifest describes otherwise by now</term><description>refuse</description></item>
/// </list>
/// </summary>
public static class UpstreamGate
{
    private static readonly TimeSpan Asked = TimeSpan.FromMinutes(15);

    public static Answer Decide(UpstreamInputs inputs)
    {
        if (inputs.From.Count == 0)
        {
            return Answer.Unasked("Pushes enter here.");
        }

        if (inputs.Waiver?.For(WaivedGate.Upstream) is { } past)
        {
            return Answer.Pass(past);
        }

        var verified = inputs.From.Where(release => release is { Status: ReleaseStatus.Verified, IsOutdated: null }).ToList();
        var isEnough = inputs.When == PromoteWhen.Any ? verified.Count > 0 : verified.Count == inputs.From.Count;
        return isEnough ? Soaked(inputs, verified) : Unverified(inputs);
    }

    private static Answer Soaked(UpstreamInputs inputs, List<UpstreamRelease> verified)
    {
        var times = verified.Select(release => release.VerifiedAt ?? inputs.Now);
        var since = inputs.When == PromoteWhen.Any ? times.Min() : times.Max();
        var names = string.Join(" and ", verified.Select(release => release.Environment));
        var left = inputs.Soak - (inputs.Now - since);
        return left > TimeSpan.Zero
            ? Answer.Wait($"Verified in {names} for {(inputs.Now - since).Text()} of the {inputs.Soak.Text()} it must stay good there.", left)
            : Answer.Pass(inputs.Soak == TimeSpan.Zero ? $"Verified in {names}." : $"Verified in {names} for {(inputs.Now - since).Text()}.");
    }

    private static bool IsLost(UpstreamRelease release) =>
        release.IsOutdated == true || (release.Status is { } status ? status.IsFinal() && status != ReleaseStatus.Verified : release.IsComing is null);

    private static Answer Unverified(UpstreamInputs inputs)
    {
        var lost = inputs.From.Where(IsLost).ToList();
        var isLost = inputs.When == PromoteWhen.Any ? lost.Count == inputs.From.Count : lost.Count > 0;
        if (!isLost)
        {
            if (inputs.From.FirstOrDefault(release => release.Status is { } status && !status.IsFinal()) is not { } coming)
            {
                return Answer.Wait($"Not released in {inputs.From.First(release => release.IsComing == true).Environment} yet: it comes there.", Asked);
            }

            return Answer.Wait($"Not verified in {coming.Environment} yet: {coming.Release} is on its way there.", Asked);
        }

        return lost.FirstOrDefault(release => release.Status == ReleaseStatus.Verified) is { } outdated
            ? Answer.Refuse($"{outdated.Release} was verified in {outdated.Environment}, but the manifest says something else of its services, jobs or databases there since; slipway promote sends it through {outdated.Environment} again.")
            : lost.FirstOrDefault(release => release.Release is not null) is { } back
            ? Answer.Refuse($"{back.Release} is not verified in {back.Environment}: what was refused or taken back there does not go on.")
            : Answer.Refuse($"It was never released in {lost[0].Environment}, and only what was verified there comes here; a hotfix goes past with slipway promote --waive upstream.");
    }
}
