using Slipway.Domain.Gates;
using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Remediation;

/// <summary>The service that a step changes, and the release that is changing it; null when none is.</summary>
public sealed record TurnInputs(ServiceName Service, ReleaseId? Holder, TimeSpan Waited, TimeSpan Patience)
{
    /// <summary>What stops the environment; null when nothing does.</summary>
    public Restraint? Freeze { get; init; }
}

/// <summary>A step changes no service that a release is changing: it waits for its turn, within its patience. In what is frozen it changes nothing.</summary>
public static class TurnRule
{
    public static Answer Decide(TurnInputs inputs) => inputs.Freeze is { } freeze ? Answer.Refuse($"{freeze.Text()}: a person must look.")
        : inputs.Holder is not { } holder
        ? Answer.Pass($"No release is changing {inputs.Service}.")
        : inputs.Waited < inputs.Patience
            ? Answer.Wait($"{holder} is changing {inputs.Service}: waiting for it to end.")
            : Answer.Refuse($"{holder} is still changing {inputs.Service} after {inputs.Waited.Text()}: a person must look.");
}
