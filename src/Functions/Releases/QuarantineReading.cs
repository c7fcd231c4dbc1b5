using Slipway.Domain.Gates;
using Slipway.Domain.Images;
using Slipway.Domain.Restraints;

namespace Slipway.Functions.Releases;

/// <summary>What the gate of quarantines is asked of a digest.</summary>
internal static class QuarantineReading
{
    public static async Task<QuarantineInputs> QuarantineOfAsync(this IRestraints restraints, Digest digest, DateTimeOffset now, CancellationToken cancellationToken) =>
        new(digest, await restraints.FindAsync(RestraintKind.Quarantine, digest.Value, cancellationToken), now);
}
