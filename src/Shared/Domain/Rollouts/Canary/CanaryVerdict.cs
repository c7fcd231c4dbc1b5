using System.Text.Json.Serialization;
using Slipway.Domain.Releases;

namespace Slipway.Domain.Rollouts.Canary;

[JsonConverter(typeof(CamelCase<CanaryVerdictKind>))]
public enum CanaryVerdictKind
{
    /// <summary>The time is not over, and nothing is proven.</summary>
    Undecided,

    /// <summary>The time is over with enough requests, and the canary was not proven worse.</summary>
    Healthy,

    /// <summary>The time is over with too few requests on one side.</summary>
    TooFew,

    /// <summary>The canary is worse by more than the policy bears. It stays so, whatever comes later.</summary>
    Worse,
}

/// <summary>What the comparison of a canary with its baseline came to.</summary>
/// <param name="After">The time from the beginning of the analysis to the look that decided, or to the last one.</param>
/// <param name="Answer">What it means for the release.</param>
public sealed record CanaryVerdict(CanaryVerdictKind Kind, TimeSpan After, Answer Answer)
{
    public string Reason => Answer.Reason;
}
