using Slipway.Domain.Releases;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Gates;

public sealed record ApprovalInputs(ApprovalPolicy Policy);

/// <summary>Closed where the manifest asks for a person's approval: nobody can give one yet, and what a person must decide is not decided by default.</summary>
public static class ApprovalGate
{
    public static Answer Decide(ApprovalInputs inputs) => inputs.Policy.Required
        ? Answer.Refuse("The manifest asks for a person's approval here, which cannot be given yet: nothing is released without it. Write approval: {mode: none} to release without one.")
        : Answer.Unasked("The manifest asks for no approval.");
}
