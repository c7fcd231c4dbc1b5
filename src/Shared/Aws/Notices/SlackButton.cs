using Slipway.Domain.Interventions;

namespace Slipway.Aws.Notices;

/// <summary>A button by which people decide where they read: the action that comes back, and how it looks.</summary>
/// <param name="Means">What pressing it does, as the beginning of a sentence that ends in the release.</param>
internal sealed record SlackButton(string Action, string Text, string Means, string? Style)
{
    /// <summary>Null for what nobody asks for by a button.</summary>
    public static SlackButton? Of(InterventionKind kind) => kind switch
    {
        InterventionKind.Approve => new("approve", "Approve", "Lets go on:", "primary"),
        InterventionKind.Reject => new("reject", "Reject", "Ends:", "danger"),
        InterventionKind.RollBack => new("rollback", "Roll back", "Brings back what ran before, and quarantines the image of", "danger"),
        InterventionKind.Freeze => new("freeze", "Freeze", "Stops all further releases into the environment of", null),
        _ => null,
    };
}
