using Slipway.Domain.Releases;

namespace Slipway.Domain.Rollouts.Canary;

/// <summary>
/// Whether a canary is worse than the baseline that serves beside it, asked after every interval. What is decided once stays so.
/// <list type="table">
/// <item><term>fewer requests than the minimum on a side, before the time is over</term><description>undecided</description></item>
/// <item><term>the same when it is over</term><description>too few; what that means is the policy's choice</description></item>
/// <item><term>errors, all latencies or the slowest of them crossed their boundary at any look</term><description>worse, with the first such look's figures</description></item>
/// <item><term>none did, before the time is over</term><description>undecided</description></item>
/// <item><term>none did when it is over</term><description>healthy: not proven worse, which is not proven equal</description></item>
/// </list>
/// <para>
/// Three one-sided tests share the false-positive rate: Fisher's exact test of errors, Mann and Whitney's of all latencies, and
/// Fisher's again of how many of the slowest requests are the canary's, since ranks hardly see a tail. Each compares within an
/// interval and sums over them (Mantel and Haenszel, van Elteren): given what an interval's requests were, it was chance which went
/// where, so that a slow minute or a burst of errors on both sides is no difference, however bad. Each may be looked at after
/// every interval (<see cref="SequentialTest"/>). The canary's latencies are shortened by what the policy bears before they are
/// compared: what is proven is that it is slower by more than that.
/// </para>
/// <para>
/// The rate holds where requests are routed by chance, the split does not change inside an interval, and a side alone sways no more than
/// the policy says; sticky sessions, cold caches and one bad node of few are differences like any other. It is for one analysis: a
/// release that is analysed at three steps has three.
/// </para>
/// </summary>
public static class CanaryRule
{
    /// <exception cref="RejectedException">The inputs contradict themselves.</exception>
    public static CanaryVerdict Decide(CanaryInputs inputs)
    {
        inputs.Check();
        var (analysis, after) = (new CanaryAnalysis(inputs.Policy), TimeSpan.Zero);
        foreach (var interval in inputs.Intervals.TakeWhile(_ => after < inputs.Policy.Longest))
        {
            after = interval.Ends;
            if (analysis.Look(interval) is { } reason)
            {
                return new(CanaryVerdictKind.Worse, after, Answer.Refuse(reason));
            }
        }

        return after >= inputs.Policy.Longest ? AtTheEnd(inputs.Policy, analysis, after) : new(CanaryVerdictKind.Undecided, after, Answer.Wait(
            analysis.IsEnough ? $"Not proven worse after {after.Text()} of {inputs.Policy.Longest.Text()}: {analysis.Figures.All()}." : $"{TooFew(inputs.Policy, analysis, after)}."));
    }

    private static CanaryVerdict AtTheEnd(CanaryPolicy policy, CanaryAnalysis analysis, TimeSpan after) => (analysis.IsEnough, policy.TooFew) switch
    {
        (true, _) => new(CanaryVerdictKind.Healthy, after, Answer.Pass($"Not proven worse after {after.Text()} and {CanaryFigures.Number(analysis.Canary.Requests)} requests: {analysis.Figures.All()}.")),
        (_, TooFewRequests.GoOn) => new(CanaryVerdictKind.TooFew, after, Answer.Pass($"{TooFew(policy, analysis, after)}; it goes on unproven, as its policy says.")),
        _ => new(CanaryVerdictKind.TooFew, after, Answer.Refuse($"{TooFew(policy, analysis, after)}; unproven it does not go on, as its policy says.")),
    };

    private static string TooFew(CanaryPolicy policy, CanaryAnalysis analysis, TimeSpan after)
    {
        var (side, requests) = analysis.Canary.Requests <= analysis.Baseline.Requests ? ("canary", analysis.Canary.Requests) : ("baseline", analysis.Baseline.Requests);
        return $"Only {CanaryFigures.Number(requests)} of the {CanaryFigures.Number(policy.MinimumRequests)} requests that are needed reached the {side} in {after.Text()}";
    }
}
