using Slipway.Domain.Gates;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Rollouts;

/// <summary>A service of a release that a person wants verified again.</summary>
/// <param name="Wanted">The image that the release brought there; null when it never did.</param>
/// <param name="Running">The image that its workload asks for now; null when nobody looked.</param>
/// <param name="Since">The release that was verified there since; null when none was.</param>
public sealed record RetriedService(ServiceName Service, Digest? Wanted, Digest? Running, ReleaseId? Since)
{
    /// <summary>True when the green side of a release before it takes the requests.</summary>
    public bool IsBypassed { get; init; }

    /// <summary>The stage at which its cluster holds it before its requests; null where it does not.</summary>
    public string? HeldAt { get; init; }
}

/// <summary>A release that a person wants verified again, and what there is of it.</summary>
/// <param name="Promotion">The command that releases its image again.</param>
public sealed record RetryInputs(ReleaseId Release, ReleaseStatus Status, IReadOnlyList<RetriedService> Services, IReadOnlyList<LeaseHolder> Holders, string Promotion)
{
    /// <summary>Its digests that may not be promoted.</summary>
    public IReadOnlyList<QuarantineInputs> Quarantined { get; init; } = [];

    /// <summary>What stops the environment; null when nothing does.</summary>
    public Restraint? Freeze { get; init; }
}

/// <summary>
/// Whether what a release brought can be verified again as it stands. It lifts nothing: who finds the image good says so by himself.
/// <list type="table">
/// <item><term>it is verified, or on its way</term><description>refuse</description></item>
/// <item><term>it changed nothing, was rolled back, or another image is asked for by now</term><description>refuse: it is released again by a promotion</description></item>
/// <item><term>the green side of a release before it takes the requests</term><description>refuse: nothing would be seen of it</description></item>
/// <item><term>its cluster holds it before its requests</term><description>refuse: nothing would be seen of it</description></item>
/// <item><term>another release was verified since on one of its services</term><description>refuse: that one serves</description></item>
/// <item><term>another release holds a lease</term><description>refuse, until it has ended</description></item>
/// <item><term>otherwise</term><description>pass; a quarantine or freeze that stands is named</description></item>
/// </list>
/// </summary>
public static class RetryRule
{
    public static Answer Decide(RetryInputs inputs) => inputs switch
    {
        { Status: ReleaseStatus.Verified } => Answer.Refuse($"{inputs.Release} is verified already."),
        { Status: var status } when !status.IsFinal() => Answer.Refuse($"{inputs.Release} is on its way: ask again when it has come to its end."),
        { Status: not (ReleaseStatus.Frozen or ReleaseStatus.Failed) } =>
            Answer.Refuse($"{inputs.Release} {(inputs.Status == ReleaseStatus.RolledBack ? "was rolled back" : "changed nothing there")}: nothing of it is left to verify. {Again(inputs)}"),
        _ when inputs.Services.FirstOrDefault(service => service.Wanted is null || service.Wanted != service.Running) is { } other =>
            Answer.Refuse($"{inputs.Release} does not run on {other.Service}: {other.Running?.Abbreviation ?? "nothing of it"} does. {Again(inputs)}"),
        _ when inputs.Services.FirstOrDefault(service => service.IsBypassed) is { } idle => Answer.Refuse($"{inputs.Release} takes no requests on {idle.Service}: the green side of a release before it does. {Again(inputs)}"),
        _ when inputs.Services.FirstOrDefault(service => service.HeldAt is not null) is { } held => Answer.Refuse($"{inputs.Release} takes no requests on {held.Service}: its cluster holds the deployment at {held.HeldAt}. Continue it there, and ask again when it has arrived."),
        _ when inputs.Services.FirstOrDefault(service => service.Since is not null) is { } later => Answer.Refuse($"{later.Since} was verified on {later.Service} since, and serves there."),
        _ when inputs.Holders.FirstOrDefault(lease => lease.Holder != inputs.Release) is { } lease => Answer.Refuse($"{lease.Holder} is changing {lease.Service}: ask again when it has come to its end."),
        _ => Answer.Pass($"{inputs.Release} runs on {string.Join(", ", inputs.Services.Select(service => service.Service))} and is verified again as it is.{Standing(inputs)}"),
    };

    private static string Again(RetryInputs inputs) => $"{inputs.Promotion} releases its image again{(inputs.Quarantined is [var first, ..] ? $", once slipway quarantine lift {first.Digest.Abbreviation} has let it go" : "")}.";

    private static string Standing(RetryInputs inputs) =>
        $"{(inputs.Quarantined is [var first, ..] ? $" {first.Digest.Abbreviation} stays in quarantine: it goes on to no other environment until slipway quarantine lift {first.Digest.Abbreviation}." : "")}"
        + $"{(inputs.Freeze is { } freeze ? $" {freeze.Scope} stays {(freeze.IsMaintenance == true ? "in maintenance" : "frozen")} until slipway unfreeze{(freeze.Scope == FreezeScope.Everything ? "" : $" {freeze.Scope}")}." : "")}";
}
