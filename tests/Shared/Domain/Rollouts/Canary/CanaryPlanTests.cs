using Slipway.Domain.Rollouts.Canary;

namespace Slipway.Tests.Shared.Domain.Rollouts.Canary;

public sealed class CanaryPlanTests
{
    [Theory]
    [InlineData(10, 9, 1)]
    [InlineData(10, 3, 1)]
    [InlineData(10, 90, 10)]
    [InlineData(50, 4, 4)]
    [InlineData(90, 2, 18)]
    [InlineData(20, 10, 3)]
    [InlineData(10, 0, 0)]
    public void A_share_of_all_replicas_is_so_many_beside_the_others_and_at_least_one(int share, int replicas, int beside) =>
        Assert.Equal(beside, new CanaryStep(share, Any.Seconds(60)).Beside(replicas));

    [Fact]
    public void Steps_follow_each_other_until_none_is_left_and_share_the_time_for_replicas_to_come()
    {
        var progress = CanaryProgress.Begin(CanaryPlan.Usual, Any.Time);
        Assert.Equal((20, false, TimeSpan.FromMinutes(15)), (progress.Current.Share, progress.IsDone, progress.Left(TimeSpan.FromMinutes(10))));

        progress = progress.Arrived(Any.Time.AddMinutes(2)).Arrived(Any.Time.AddMinutes(3));
        Assert.Equal(Any.Time.AddMinutes(2), progress.ArrivedAt);

        progress = progress.Next(Any.Time.AddMinutes(7));
        Assert.Equal((50, false, TimeSpan.FromMinutes(13)), (progress.Current.Share, progress.IsDone, progress.Left(TimeSpan.FromMinutes(10))));
        Assert.Null(progress.ArrivedAt);

        progress = progress.Next(Any.Time.AddMinutes(14));
        Assert.Equal((50, true), (progress.Current.Share, progress.IsDone));
    }
}
