using Slipway.Domain.Releases;

namespace Slipway.Domain.Rollouts;

/// <summary>Who calls off a release that is being tried, and why.</summary>
public sealed record WordInputs(string By, string Reason);

/// <summary>
/// What a person says of a release that is being tried, kept as every rule's answer is.
/// <list type="table">
/// <item><term>a person rolls it back</term><description>refuse</description></item>
/// </list>
/// </summary>
public static class WordRule
{
    public static Answer Decide(WordInputs inputs) => Answer.Refuse($"{inputs.By} rolls it back: {inputs.Reason.TrimEnd('.')}.");
}
