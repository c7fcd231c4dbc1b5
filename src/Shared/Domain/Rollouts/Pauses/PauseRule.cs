using Slipway.Domain.Releases;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Rollouts.Pauses;

/// <param name="IsReady">Whether all new replicas are.</param>
/// <param name="HeldFor">How long the release was held, at all its pauses together.</param>
public sealed record PauseInputs(ServiceName Service, RolloutPause Pause, bool IsReady, PausePolicy Policy, TimeSpan HeldFor);

/// <summary>
/// Whether a rollout that its cluster holds may be continued, as far as its replicas show.
/// <list type="table">
/// <item><term>others continue it, and have taken as long as they may</term><description>refuse; the image is not to blame</description></item>
/// <item><term>others continue it</term><description>wait</description></item>
/// <item><term>no replica was to be begun yet, or all new ones are ready</term><description>pass</description></item>
/// <item><term>otherwise</term><description>wait: how long replicas may take is the rollout's to say</description></item>
/// </list>
/// </summary>
public static class PauseRule
{
    public static Answer Decide(PauseInputs inputs)
    {
        var held = $"{inputs.Service}: its cluster holds the deployment at {inputs.Pause.Stage}";
        return !inputs.Policy.IsContinued
                ? inputs.HeldFor >= inputs.Policy.Within
                    ? Answer.Blameless($"{held}, and nobody continued it: others may hold a release for {inputs.Policy.Within.Text()}.")
                    : Answer.Wait($"{held} until somebody continues it{inputs.Pause.Otherwise()}.")
            : inputs.Pause.IsMet(inputs.IsReady)
                ? Answer.Pass($"{held}, where it may go on.")
            : Answer.Wait($"{held} until all new replicas are ready.");
    }
}
