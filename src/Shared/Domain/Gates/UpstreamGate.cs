using Slipway.Domain.Releases;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Gates;

/// <summary><paramref name="From"/> is null where pushes enter, <paramref name="Upstream"/> where the image did not come from there.</summary>
public sealed record UpstreamInputs(EnvironmentName? From, ReleaseId? Upstream, ReleaseStatus? Status);

/// <summary>What came from an environment before must still be verified there: it may have been rolled back while this release waited.</summary>
public static class UpstreamGate
{
    public static Answer Decide(UpstreamInputs inputs) => inputs switch
    {
        { From: null } => Answer.Pass("Pushes enter here."),
        { Status: null } => Answer.Pass($"This push entered here, not by {inputs.From}."),
        { Status: ReleaseStatus.Verified } => Answer.Pass($"Verified in {inputs.From}."),
        _ => Answer.Refuse($"{inputs.Upstream} is no longer verified in {inputs.From}: what was taken back there does not go on."),
    };
}
