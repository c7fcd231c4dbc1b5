namespace Slipway.Domain.Rollouts;

/// <summary>
/// How many replicas a workload gets on its way back: what ran before had its load to bear, while a bad image, or an autoscaler that
/// saw it do nothing, may have left it fewer.
/// <list type="table">
/// <item><term>none are asked for</term><description>as it is: whoever stopped it, stopped it on purpose</description></item>
/// <item><term>fewer than before</term><description>as many as before</description></item>
/// <item><term>as many, more, or it is not known how many there were</term><description>as it is: never fewer</description></item>
/// </list>
/// </summary>
public static class ReplicasRule
{
    /// <summary>The count to ask for; null to leave it as it is.</summary>
    public static int? Restored(int desired, int? before) => desired > 0 && before > desired ? before : null;
}
