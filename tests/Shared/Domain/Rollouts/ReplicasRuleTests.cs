using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;

namespace Slipway.Tests.Shared.Domain.Rollouts;

public sealed class ReplicasRuleTests
{
    [Theory]
    [InlineData(3, 3, null)]
    [InlineData(1, 3, 3)]
    [InlineData(5, 3, null)]
    [InlineData(0, 3, null)]
    [InlineData(3, 0, null)]
    [InlineData(1, null, null)]
    public void A_way_back_brings_the_replicas_that_there_were_and_never_fewer(int desired, int? before, int? restored) =>
        Assert.Equal(restored, ReplicasRule.Restored(desired, before));

    [Theory]
    [InlineData(WorkloadKind.Deployment, 4, 3, 4)]
    [InlineData(WorkloadKind.Deployment, null, 3, 3)]
    [InlineData(WorkloadKind.Deployment, null, null, null)]
    [InlineData(WorkloadKind.DaemonSet, 4, 3, null)]
    public void What_ran_before_counts_more_than_what_was_verified(WorkloadKind kind, int? previous, int? verified, int? back)
    {
        var change = Any.Release().Services[0];
        var good = new LastKnownGood(new("shop"), new("production"), change.Service, Any.Image(), "v1", new("r"), Any.Time) { Replicas = verified };

        Assert.Equal(back, (change with { Workload = change.Workload with { Kind = kind }, PreviousReplicas = previous, Good = good }).ReplicasBack);
    }
}
