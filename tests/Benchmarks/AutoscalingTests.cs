using Slipway.Benchmarks.Autoscaling;

namespace Slipway.Tests.Benchmarks;

/// <summary>Drain beside KEDA on recorded loads.</summary>
public sealed class AutoscalingTests
{
    [Fact]
    public void Drain_needs_fewer_replica_hours_than_keda_for_any_wait_and_at_most_three_fifths_at_its_usual_setting()
    {
        var comparisons = Load.All(Repository.Shared("traces")).Select(load => Comparison.Of(load)).ToList();

        Assert.All(comparisons, comparison => Assert.True(comparison.Nearest().Ratio is > 0 and < 1, $"{comparison.Name}: {comparison.Nearest()}"));
        Assert.True(Math.Exp(comparisons.Average(comparison => Math.Log(comparison.Share))) <= 0.6);
    }
}
