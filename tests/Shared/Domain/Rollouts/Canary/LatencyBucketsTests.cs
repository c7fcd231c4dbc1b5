using Slipway.Domain.Rollouts.Canary;

namespace Slipway.Tests.Shared.Domain.Rollouts.Canary;

public sealed class LatencyBucketsTests
{
    private static readonly LatencyBuckets Buckets = new([10, 20, 50]);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(10, 0)]
    [InlineData(10.01, 1)]
    [InlineData(20, 1)]
    [InlineData(50, 2)]
    [InlineData(50.01, 3)]
    public void A_bucket_holds_its_own_bound_and_not_the_one_below(double latency, int bucket) => Assert.Equal(bucket, Buckets.Of(latency));

    [Fact]
    public void By_what_its_bounds_are_apart_the_usual_counts_move_one_bucket_down()
    {
        var counts = Enumerable.Range(0, LatencyBuckets.Standard.Count).Select(bucket => (long)bucket).ToList();

        Assert.Equal([1, .. counts.Skip(2), 0], LatencyBuckets.Standard.Shortened(counts, 0.25));
        Assert.Equal(counts, LatencyBuckets.Standard.Shortened(counts, 0));
    }

    [Fact]
    public void Shortened_counts_are_never_longer_than_the_latencies_shortened_themselves()
    {
        var chance = new Random(1);
        for (var time = 0; time < 2000; time++)
        {
            var buckets = new LatencyBuckets([.. Enumerable.Range(0, chance.Next(1, 8)).Select(_ => 1 + (chance.NextDouble() * 100)).Order()]);
            var (latency, by) = (chance.NextDouble() * 150, chance.NextDouble() * 2);

            var shortened = buckets.Shortened([.. Enumerable.Range(0, buckets.Count).Select(bucket => bucket == buckets.Of(latency) ? 1L : 0)], by);

            Assert.InRange(shortened.ToList().IndexOf(1), 0, buckets.Of(latency / (1 + by)));
        }
    }

    [Theory]
    [InlineData(0.5, 15.0)]
    [InlineData(0.25, 10.0)]
    [InlineData(0.75, 20.0)]
    [InlineData(0.76, null)]
    public void A_percentile_lies_in_its_bucket_by_its_rank_and_nowhere_beyond_the_bounds(double share, double? latency) =>
        Assert.Equal(latency, Buckets.Quantile([1, 2, 0, 1], share));

    [Fact]
    public void Without_requests_there_is_no_percentile() => Assert.Null(Buckets.Quantile([0, 0, 0, 0], 0.5));
}
