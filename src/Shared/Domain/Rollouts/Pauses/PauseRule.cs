using Slipway.Domain.Releases;

namespace Slipway.Domain.Rollouts.Pauses;

/// <summary>
/// Whether a rollout that its cluster holds is continued. The first line that holds counts.
/// <list type="table">
/// <item><term>it is on the way back</term><description>pass: that waits for nobody</description></item>
/// <item><term>others continue it, and have taken as long as they may</term><description>refuse</description></item>
/// <item><term>others continue it</term><description>wait</description></item>
/// <item><term>no replica was to be begun yet</term><description>pass</description></item>
/// <item><term>all new replicas are ready</term><description>pass: once what else looks at them finds them good</description></item>
/// <item><term>they have taken as long as a rollout may</term><description>refuse</description></item>
/// <item><term>otherwise</term><description>wait</description></item>
/// </list>
/// </summary>
public static class PauseRule
{
    /// <param name="pause">The pause at which <paramref name="workload"/> is held.</param>
    public static Answer Decide(RolloutPause pause, WorkloadProgress workload, RolloutInputs inputs)
    {
        var (state, policy, paused) = (workload.State, inputs.Pauses ?? PausePolicy.Standard, workload.Paused ?? TimeSpan.Zero);
        var held = $"{workload.Service}: its cluster holds the deployment at {pause.Stage}";
        var ready = $"{state.Ready} of {state.Desired} new replicas ready";
        return inputs.IsWayBack
                ? Answer.Pass($"{held}; a way back is continued.")
            : !policy.IsContinued
                ? paused >= policy.Within
                    ? Answer.Refuse($"{held}, and nobody continued it within {policy.Within.Text()}.")
                    : Answer.Wait($"{held} until somebody continues it{(pause.Until is { } until ? $", or by itself at {until:yyyy-MM-dd HH:mm} UTC" : "")}.")
            : pause.Place == PausePlace.BeforeReplicas
                ? Answer.Pass($"{held}; it is continued.")
            : state.Updated >= state.Desired && state.Ready >= state.Desired
                ? Answer.Pass($"{held}, {ready}; it is continued once they have proven good.")
            : paused >= inputs.StableWithin
                ? Answer.Refuse($"{held}, {ready} after {paused.Text()}; at most {inputs.StableWithin.Text()} are allowed.")
            : Answer.Wait($"{held}, {ready}.");
    }
}
