using Slipway.Domain.Gates;
using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Remediation;

/// <summary>A service and the release that was verified last on it; null when none ever was.</summary>
public sealed record ServingRelease(ServiceName Service, ReleaseId? Release);

/// <summary>A release that shall be rolled back, who holds the leases of its services, and what serves there.</summary>
public sealed record UndoInputs(
    ReleaseId Release, ReleaseStatus Status, IReadOnlyList<LeaseHolder> Holders, IReadOnlyList<ServingRelease> Serving, TimeSpan Waited, TimeSpan Patience)
{
    /// <summary>What stops the environment; null when nothing does, or when the person who asks may go past it.</summary>
    public Restraint? Freeze { get; init; }

    /// <summary>True when a person asks while it runs as a canary alone: it holds its leases, and its own execution ends it.</summary>
    public bool IsOnlyTried { get; init; }

    /// <summary>True when a person asks after it failed and left its images where it brought them.</summary>
    public bool IsLeftThere { get; init; }

    /// <summary>True when its migration, or one since the code before was good, cannot be undone: that code does not know the schema.</summary>
    public bool IsIrreversible { get; init; }

    /// <summary>The release before it whose migration that is; null where it is its own.</summary>
    public ReleaseId? Barrier { get; init; }
}

/// <summary>
/// Whether a release may be rolled back.
/// <list type="table">
/// <item><term>it is only tried beside what serves, and a person asks</term><description>pass: it ends as it does when it is found bad</description></item>
/// <item><term>its way back failed, and a person asks</term><description>as if it were verified: the way back is tried again</description></item>
/// <item><term>it is not verified</term><description>refuse: it is on its way, where its own rules turn it back, or it does not serve</description></item>
/// <item><term>its migration cannot be undone</term><description>refuse: the code before does not know the schema</description></item>
/// <item><term>the environment is frozen</term><description>refuse</description></item>
/// <item><term>another release holds a lease</term><description>wait, within the patience; then refuse; a person has none</description></item>
/// <item><term>another release was verified since on one of its services</term><description>refuse: it no longer serves there</description></item>
/// <item><term>otherwise</term><description>pass</description></item>
/// </list>
/// </summary>
public static class UndoRule
{
    public static Answer Decide(UndoInputs inputs)
    {
        if (inputs.IsOnlyTried)
        {
            return Answer.Pass($"{inputs.Release} is only tried beside what serves.");
        }

        if (inputs.Status != ReleaseStatus.Verified && !inputs.IsLeftThere)
        {
            return Answer.Refuse($"{inputs.Release} {Standing(inputs.Status)}.");
        }

        if (inputs.IsIrreversible)
        {
            return Answer.Refuse($"The migration of {inputs.Barrier ?? inputs.Release} is irreversible, and the code before does not know its schema: release a version that goes forward, or restore its snapshot.");
        }

        if (inputs.Freeze is { } freeze)
        {
            return Answer.Refuse($"{freeze.Text()}.");
        }

        if (inputs.Holders.FirstOrDefault(lease => lease.Holder != inputs.Release) is { } other)
        {
            return inputs.Patience == TimeSpan.Zero ? Answer.Refuse($"{other.Holder} is changing {other.Service}: ask again when it has come to its end.")
                : inputs.Waited < inputs.Patience ? Answer.Wait($"{other.Holder} is changing {other.Service}: waiting for it to end.")
                : Answer.Refuse($"{other.Holder} is still changing {other.Service} after {inputs.Waited.Text()}.");
        }

        return inputs.Serving.FirstOrDefault(serving => serving.Release != inputs.Release) is { } since
            ? Answer.Refuse($"{inputs.Release} no longer serves {since.Service}: {since.Release?.Value ?? "nothing that is known"} does.")
            : Answer.Pass($"{inputs.Release} serves {string.Join(", ", inputs.Serving.Select(serving => serving.Service))}.");
    }

    private static string Standing(ReleaseStatus status) => status switch
    {
        < ReleaseStatus.Rolling => "has changed no workload yet: there is nothing to roll back",
        ReleaseStatus.Rolling or ReleaseStatus.Verifying => "is on its way: it goes back by itself where it is not good; ask again when it has come to its end",
        ReleaseStatus.RollingBack => "is on its way back already",
        ReleaseStatus.RolledBack => "was rolled back already",
        ReleaseStatus.Frozen => "is frozen: the code before does not know the schema of its migration",
        _ => $"does not serve: it is {status.ToString().ToLowerInvariant()}",
    };
}
