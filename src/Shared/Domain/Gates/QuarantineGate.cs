using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;

namespace Slipway.Domain.Gates;

/// <summary><paramref name="Quarantine"/> is that of the digest; null when there is none.</summary>
public sealed record QuarantineInputs(Digest Digest, Restraint? Quarantine, DateTimeOffset Now);

/// <summary>
/// What was rolled back anywhere goes nowhere, however often it is pushed, until somebody lifts it.
/// <list type="table">
/// <item><term>no quarantine, or it has expired</term><description>pass</description></item>
/// <item><term>a quarantine</term><description>refuse</description></item>
/// </list>
/// </summary>
public static class QuarantineGate
{
    public static Answer Decide(QuarantineInputs inputs) => inputs.Quarantine is { } quarantine && quarantine.IsInForce(inputs.Now)
        ? Answer.Refuse($"{inputs.Digest.Abbreviation} is in quarantine since {quarantine.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC by {quarantine.By}: {quarantine.Reason.TrimEnd('.')}. slipway quarantine lift {inputs.Digest.Abbreviation} lets it go.")
        : Answer.Unasked("The digest is not in quarantine.");
}
