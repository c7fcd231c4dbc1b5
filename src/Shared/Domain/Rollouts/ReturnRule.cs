using Slipway.Domain.Gates;
using Slipway.Domain.Releases;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Rollouts;

/// <summary>A release that came to an environment after another.</summary>
/// <param name="Migrated">What becomes of its own migrations; null when it ran none.</param>
/// <param name="IsLeftBehind">True when it was verified on a service that returns: it serves there no more.</param>
public sealed record LaterRelease(ReleaseId Release, Reversibility? Migrated, bool IsLeftBehind);

/// <summary>What serves, and the earlier release to whose images a person wants its services to return.</summary>
/// <param name="Status">Of the earlier one.</param>
/// <param name="Verified">When it was verified there; null when it never was.</param>
public sealed record ReturnInputs(ReleaseId Serving, ReleaseId Target, ReleaseStatus Status, DateTimeOffset? Verified)
{
    /// <summary>Its system and environment, where it was released elsewhere; null otherwise.</summary>
    public string? Elsewhere { get; init; }

    /// <summary>True when its images are those that serve.</summary>
    public bool IsServing { get; init; }

    /// <summary>True when it was verified after what serves: there is no way back to it.</summary>
    public bool IsNewer { get; init; }

    /// <summary>True when it is what every service was last good on before: the way back is that of any rollback.</summary>
    public bool IsLastGood { get; init; }

    /// <summary>The services of what serves that it did not release.</summary>
    public IReadOnlyList<ServiceName> Missing { get; init; } = [];

    /// <summary>Its digests that may not be promoted.</summary>
    public IReadOnlyList<QuarantineInputs> Quarantined { get; init; } = [];

    /// <summary>What came to the environment since, what serves among them.</summary>
    public IReadOnlyList<LaterRelease> Since { get; init; } = [];
}

/// <summary>
/// Whether services may return to the images of an earlier release: by the record alone, without gates, since it was good there once.
/// <list type="table">
/// <item><term>it was released elsewhere, or never verified</term><description>refuse</description></item>
/// <item><term>it did not release a service of what serves</term><description>refuse: they go back together</description></item>
/// <item><term>it serves already, or came after what serves</term><description>refuse: that is no way back</description></item>
/// <item><term>it was rolled back itself</term><description>refuse: what was rolled back does not return this way</description></item>
/// <item><term>a digest of it is in quarantine</term><description>refuse, until somebody lifts that</description></item>
/// <item><term>a migration that cannot be undone came since</term><description>refuse: its code does not know the schema</description></item>
/// <item><term>otherwise</term><description>pass; the schema stays as later releases left it</description></item>
/// </list>
/// </summary>
public static class ReturnRule
{
    public static Answer Decide(ReturnInputs inputs)
    {
        var target = inputs.Target;
        return inputs switch
        {
            { Elsewhere: { } elsewhere } => Answer.Refuse($"{target} is a release of {elsewhere}: name one that was verified where it is to serve."),
            { Verified: null } => Answer.Refuse($"{target} was never verified there: name one that was."),
            { Missing: { Count: > 0 } missing } => Answer.Refuse(
                $"{target} did not release {string.Join(" and ", missing)}, which {(missing.Count == 1 ? "goes" : "go")} back together with the other services of {inputs.Serving}. slipway promote sends its image there again."),
            { IsServing: true } => Answer.Refuse($"The images of {target} serve there already."),
            { IsNewer: true } => Answer.Refuse($"{target} came after {inputs.Serving}, which serves: that is no way back. slipway promote sends its image there again."),
            { Status: not ReleaseStatus.Verified } => Answer.Refuse($"{target} was rolled back there itself: it does not return this way. slipway promote sends its image there again."),
            { Quarantined: [var first, ..] } => QuarantineGate.Decide(first),
            _ => inputs.Since.FirstOrDefault(later => later.Migrated == Reversibility.Irreversible) is { } barrier
                ? Answer.Refuse($"The migration of {barrier.Release} came after {target} and is irreversible, and the code before does not know its schema: release a version that goes forward, or restore its snapshot.")
                : Answer.Pass($"{target} was good there{Left(inputs)}.{Schema(inputs)}"),
        };
    }

    private static string Left(ReturnInputs inputs)
    {
        var between = inputs.Since.Where(later => later.IsLeftBehind && later.Release != inputs.Serving).Select(later => later.Release.Value).ToList();
        return between.Count == 0 ? "" : $"; {string.Join(" and ", between)}, which came between, {(between.Count == 1 ? "is" : "are")} left behind and in quarantine too";
    }

    /// <summary>The last migration alone could be taken back: the code would meet a schema that nobody ever had with it.</summary>
    private static string Schema(ReturnInputs inputs)
    {
        var migrated = inputs.Since.Where(later => later.Migrated is not null).Select(later => later.Release.Value).ToList();
        return migrated.Count == 0 || inputs.IsLastGood ? "" : $" The schema stays as {string.Join(" and ", migrated)} left it.";
    }
}
