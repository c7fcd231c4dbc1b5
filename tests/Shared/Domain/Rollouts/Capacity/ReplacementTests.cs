using Slipway.Domain.Rollouts.Capacity;

namespace Slipway.Tests.Shared.Domain.Rollouts.Capacity;

public sealed class ReplacementTests
{
    [Theory]
    [InlineData(3, null, null, 1)]
    [InlineData(4, null, null, 0)]
    [InlineData(1, null, null, 1)]
    [InlineData(0, null, null, 0)]
    [InlineData(3, "25%", "34%", 0)]
    [InlineData(3, "1", "0", 1)]
    [InlineData(3, "100%", "0", 1)]
    [InlineData(3, "5", "0%", 1)]
    [InlineData(3, "0", "1", 0)]
    [InlineData(3, "0", "25%", 0)]
    [InlineData(3, "0%", "25%", 0)]
    [InlineData(200000, "25%", "25%", 0)]
    [InlineData(3, "1", "what", 0)]
    public void A_Deployment_needs_room_for_one_more_where_none_may_be_unavailable(int replicas, string? maxSurge, string? maxUnavailable, int beside) =>
        Assert.Equal(beside, Replacement.OfDeployment(maxSurge, maxUnavailable).Beside(replicas));

    [Theory]
    [InlineData(3, null, null, 0)]
    [InlineData(3, "1", "0", 1)]
    [InlineData(3, "10%", "0", 1)]
    [InlineData(3, "0", "10%", 0)]
    [InlineData(0, "1", "0", 0)]
    public void A_DaemonSet_needs_it_only_where_it_brings_the_next_before_the_last_goes(int replicas, string? maxSurge, string? maxUnavailable, int beside) =>
        Assert.Equal(beside, Replacement.OfDaemonSet(maxSurge, maxUnavailable).Beside(replicas));

    [Fact]
    public void What_is_replaced_in_its_place_needs_nothing() => Assert.Equal(0, Replacement.InPlace.Beside(5));
}
