using Slipway.Domain.Gates;

namespace Slipway.Domain.Restraints;

/// <summary>
/// Whether a restraint that a person asks for may take the place of the one that is in force for its scope: none is weakened by chance.
/// <list type="table">
/// <item><term>none is in force</term><description>yes</description></item>
/// <item><term>it would end sooner</term><description>no: that one is lifted first</description></item>
/// <item><term>a maintenance in place of a freeze that somebody else put, or Slipway itself</term><description>no: what comes after it would go on</description></item>
/// <item><term>otherwise, a freeze in place of a maintenance among it</term><description>yes</description></item>
/// </list>
/// </summary>
public static class ReplacementRule
{
    /// <summary>Why not, in sentences; null when it may.</summary>
    public static string? Against(Restraint asked, Restraint? standing) => standing switch
    {
        null => null,
        _ when asked.Expires is { } end && (standing.Expires is not { } until || until > end) =>
            $"There is a {standing.Word()} of {standing.Scope} already, by {standing.By}, {(standing.Expires is { } later ? $"until {later.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : "without an end")}: {standing.Reason.TrimEnd('.')}. Lift it first if it is to end sooner.",
        { IsMaintenance: null } when asked.IsMaintenance == true && standing.By != asked.By =>
            $"{standing.Text()}. What comes after it waits, too, until that is lifted: slipway unfreeze {standing.Scope}.",
        _ => null,
    };

    /// <summary>What people call it.</summary>
    public static string Word(this Restraint restraint) => restraint.IsMaintenance == true ? "maintenance" : restraint.Kind.ToString().ToLowerInvariant();
}
