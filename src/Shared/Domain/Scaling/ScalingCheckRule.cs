using System.Text.Json.Serialization;
using Slipway.Domain.Rollouts;

namespace Slipway.Domain.Scaling;

/// <summary>How far a change of replicas is.</summary>
[JsonConverter(typeof(CamelCase<ScalingProgress>))]
public enum ScalingProgress
{
    /// <summary>Replicas start, or finish what they have.</summary>
    Pending,
    Settled,

    /// <summary>Another number is asked for by now.</summary>
    Overtaken,
    Late,
}

/// <param name="After">How long ago it was asked for.</param>
public sealed record ScalingCheckInputs(int To, TimeSpan StartUp, TimeSpan Grace, ReplicaCount Count, TimeSpan After);

public sealed record ScalingCheck(ScalingProgress Progress, string Reason);

/// <summary>
/// Whether the replicas that were asked for serve, and those that were not are gone.
/// <list type="table">
/// <item><term>another number is asked for</term><description>overtaken</description></item>
/// <item><term>as many serve, and no more run</term><description>settled</description></item>
/// <item><term>not after ten minutes, four times a start or twice the grace of a shutdown, whichever is longest, at most three hours</term><description>late</description></item>
/// <item><term>else</term><description>pending</description></item>
/// </list>
/// </summary>
public static class ScalingCheckRule
{
    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(10);

    /// <summary>Less than the state machine may take.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(3);

    public static ScalingCheck Decide(ScalingCheckInputs seen)
    {
        var (desired, running, ready) = (seen.Count.Desired, seen.Count.Running, seen.Count.Ready);
        var limit = new[] { Usual, 4 * seen.StartUp, 2 * seen.Grace }.Max();
        limit = limit < Longest ? limit : Longest;
        return desired != seen.To ? new(ScalingProgress.Overtaken, $"{desired} replicas are asked for by now.")
            : ready >= seen.To && running <= seen.To ? new(ScalingProgress.Settled, $"{seen.To} replicas serve after {seen.After.Text()}.")
            : new(seen.After >= limit ? ScalingProgress.Late : ScalingProgress.Pending, $"{ready} of {seen.To} replicas serve and {running} run after {seen.After.Text()}.");
    }
}
