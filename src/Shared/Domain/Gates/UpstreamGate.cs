using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Gates;

/// <summary>What became of the image in an environment upstream; without a release nothing did.</summary>
public sealed record UpstreamRelease(EnvironmentName Environment, ReleaseId? Release = null, ReleaseStatus? Status = null, DateTimeOffset? VerifiedAt = null)
{
    /// <summary>True when the manifest says something else by now of its services, jobs or databases there; null otherwise.</summary>
    public bool? IsOutdated { get; init; }

    /// <summary>True when it was not released there yet and still comes, from an environment before; null otherwise.</summary>
    public bool? IsComing { get; init; }

    /// <summary>What counts in its place, because it is in maintenance; null where it counts itself.</summary>
    public Detour? Detour { get; init; }

    /// <param name="blueprint">That of its environment as the manifest is now.</param>
    public static UpstreamRelease Of(Release release, string? blueprint) => new(release.Environment, release.Id, release.Status, release.Entered(ReleaseStatus.Verified))
    {
        IsOutdated = release.Blueprint is { } verified && blueprint is not null && verified != blueprint ? true : null,
    };
}

/// <summary>The way past an environment in maintenance: it stands for what is before it.</summary>
/// <param name="When">Of how many of those before it the image would have to be verified to come in there.</param>
public sealed record Detour(Restraint Maintenance, IReadOnlyList<UpstreamRelease> From, PromoteWhen When);

/// <summary><paramref name="From"/> is empty where pushes enter.</summary>
public sealed record UpstreamInputs(IReadOnlyList<UpstreamRelease> From, PromoteWhen When, TimeSpan Soak, Waiver? Waiver, DateTimeOffset Now)
{
    /// <summary>The environments that are passed by, those behind others included.</summary>
    public IEnumerable<UpstreamRelease> PassedBy() => Past(From).DistinctBy(release => release.Environment);

    private static IEnumerable<UpstreamRelease> Past(IEnumerable<UpstreamRelease> from) =>
        from.SelectMany(release => release.Detour is { } detour ? Past(detour.From).Append(release) : []);
}

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
/// One that is passed by (<see cref="Waves"/>) counts as verified, as on its way or as lost when all before it are, or any where
/// that is enough there; the soak time is the one that holds here.
/// </summary>
public static class UpstreamGate
{
    public const string Rule = "upstream";

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

        var answer = IsEnough(inputs.From, inputs.When) ? Soaked(inputs) : Unverified(inputs);
        var passedBy = string.Concat(inputs.PassedBy().Select(release => $"; {release.Environment} {release.Detour!.Maintenance.Standing()} and was passed by"));
        return passedBy.Length == 0 ? answer : answer with { Reason = $"{answer.Reason.TrimEnd('.')}{passedBy}." };
    }

    private static bool IsEnough(IReadOnlyList<UpstreamRelease> from, PromoteWhen when) => when == PromoteWhen.Any ? from.Any(IsVerified) : from.All(IsVerified);

    private static bool IsVerified(UpstreamRelease release) =>
        release.Detour is { } detour ? IsEnough(detour.From, detour.When) : release is { Status: ReleaseStatus.Verified, IsOutdated: null };

    private static bool IsTooFew(IReadOnlyList<UpstreamRelease> from, PromoteWhen when) => when == PromoteWhen.Any ? from.All(IsLost) : from.Any(IsLost);

    private static bool IsLost(UpstreamRelease release) => release.Detour is { } detour
        ? IsTooFew(detour.From, detour.When)
        : release.IsOutdated == true || (release.Status is { } status ? status.IsFinal() && status != ReleaseStatus.Verified : release.IsComing is null);

    /// <summary>From when on enough of them were verified.</summary>
    private static DateTimeOffset Since(IReadOnlyList<UpstreamRelease> from, PromoteWhen when, DateTimeOffset now)
    {
        var times = from.Where(IsVerified).Select(release => release.Detour is { } detour ? Since(detour.From, detour.When, now) : release.VerifiedAt ?? now);
        return when == PromoteWhen.Any ? times.Min() : times.Max();
    }

    /// <summary>Those that count themselves.</summary>
    private static IEnumerable<UpstreamRelease> Counting(IEnumerable<UpstreamRelease> from) =>
        from.SelectMany(release => release.Detour is { } detour ? Counting(detour.From) : [release]);

    private static Answer Soaked(UpstreamInputs inputs)
    {
        var names = string.Join(" and ", Counting(inputs.From).Where(IsVerified).Select(release => release.Environment).Distinct());
        var time = inputs.Now - Since(inputs.From, inputs.When, inputs.Now);
        var left = inputs.Soak - time;
        return left > TimeSpan.Zero
            ? Answer.Wait($"Verified in {names} for {time.Text()} of the {inputs.Soak.Text()} it must stay good there.", left)
            : Answer.Pass(inputs.Soak == TimeSpan.Zero ? $"Verified in {names}." : $"Verified in {names} for {time.Text()}.");
    }

    private static Answer Unverified(UpstreamInputs inputs)
    {
        var counting = Counting(inputs.From).ToList();
        if (!IsTooFew(inputs.From, inputs.When))
        {
            return counting.FirstOrDefault(release => release.Status is { } status && !status.IsFinal()) is { } coming
                ? Answer.Wait($"Not verified in {coming.Environment} yet: {coming.Release} is on its way there.", Asked)
                : Answer.Wait($"Not released in {counting.First(release => release.IsComing == true).Environment} yet: it comes there.", Asked);
        }

        var lost = counting.Where(IsLost).ToList();
        return lost.FirstOrDefault(release => release.Status == ReleaseStatus.Verified) is { } outdated
            ? Answer.Refuse($"{outdated.Release} was verified in {outdated.Environment}, but the manifest says something else of its services, jobs or databases there since; slipway promote sends it through {outdated.Environment} again.")
            : lost.FirstOrDefault(release => release.Release is not null) is { } back
            ? Answer.Refuse($"{back.Release} is not verified in {back.Environment}: what was refused or taken back there does not go on.")
            : Answer.Refuse($"It was never released in {lost[0].Environment}, and only what was verified there comes here; a hotfix goes past with slipway promote --waive upstream.");
    }
}
