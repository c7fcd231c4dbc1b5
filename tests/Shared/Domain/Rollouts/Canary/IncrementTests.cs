using System.Numerics;
using Slipway.Domain.Rollouts.Canary;

namespace Slipway.Tests.Shared.Domain.Rollouts.Canary;

public sealed class IncrementTests
{
    /// <summary>Fisher's lady: of eight cups four had the milk first, and she picks four.</summary>
    [Fact]
    public void The_lady_who_tastes_tea_names_all_four_cups_by_chance_once_in_seventy()
    {
        var cups = Increment.OfMarked(new(4, 4), new(0, 4), 0);

        Assert.Equal((4, 0), (cups.Observed, cups.Lowest));
        Assert.All(new[] { 1, 16, 36, 16, 1 }.Zip(cups.Chances), pair => Assert.Equal(pair.First / 70.0, pair.Second, 12));
    }

    [Fact]
    public void The_chances_are_those_of_counting_all_ways()
    {
        var chance = new Random(1);
        for (var time = 0; time < 100; time++)
        {
            var (canary, baseline) = (chance.Next(1, 100), chance.Next(1, 100));
            var (own, others) = (chance.Next(canary + 1), chance.Next(1, baseline + 1));

            var increment = Increment.OfMarked(new(own, canary), new(others, baseline), 0);

            for (var at = 0; at < increment.Chances.Length; at++)
            {
                var x = increment.Lowest + at;
                var ways = Ways(canary, x) * Ways(baseline, own + others - x);
                Assert.Equal(Math.Exp(BigInteger.Log(ways) - BigInteger.Log(Ways(canary + baseline, own + others))), increment.Chances[at], 9);
            }
        }
    }

    [Theory]
    [InlineData(10, 1000, 40, 4000)]
    [InlineData(300, 1500, 300, 1500)]
    [InlineData(0, 300, 3, 2700)]
    public void A_sway_widens_the_chances_by_as_much_as_it_sways_and_leaves_their_middle(long own, long canary, long others, long baseline)
    {
        var (plain, swayed) = (Increment.OfMarked(new(own, canary), new(others, baseline), 0), Increment.OfMarked(new(own, canary), new(others, baseline), 0.2));
        var (marked, share) = (own + others, canary / (double)(canary + baseline));

        Assert.Equal(marked * share, Mean(swayed), 6);
        Assert.Equal(1, swayed.Chances.Sum(), 10);
        var expected = marked * (marked - 1) * Math.Pow(share * (1 - share) * 0.2, 2);
        Assert.InRange(Variance(swayed) - Variance(plain), 0.9 * expected, 1.1 * expected);
    }

    [Fact]
    public void Of_very_many_a_thousand_are_counted_in_the_same_proportion()
    {
        var (many, thousand) = (Increment.OfMarked(new(30_000, 600_000), new(70_000, 2_400_000), 0.1), Increment.OfMarked(new(300, 600_000), new(700, 2_400_000), 0.1));

        Assert.Equal((thousand.Observed, thousand.Lowest), (many.Observed, many.Lowest));
        Assert.Equal(thousand.Chances, many.Chances);
    }

    [Fact]
    public void A_normal_one_has_its_deviation_in_steps()
    {
        var increment = Increment.OfNormal(3, 2, 0.1);

        Assert.Equal(30, increment.Observed, 10);
        Assert.Equal(1, increment.Chances.Sum(), 12);
        Assert.Equal(0, Mean(increment), 9);
        Assert.InRange(Math.Sqrt(Variance(increment)), 20, 20.01);
    }

    [Theory]
    [InlineData(0, 0, 3, 100)]
    [InlineData(3, 100, 0, 0)]
    [InlineData(0, 100, 0, 100)]
    public void An_interval_without_a_side_or_without_anything_marked_tells_nothing(long own, long canary, long others, long baseline) =>
        Assert.Same(Increment.Nothing, Increment.OfMarked(new(own, canary), new(others, baseline), 0));

    [Fact]
    public void Where_all_are_marked_nothing_is_left_to_chance() => Assert.Equal([1], Increment.OfMarked(new(50, 50), new(70, 70), 0).Chances);

    private static double Mean(Increment increment) => increment.Chances.Select((chance, at) => chance * (increment.Lowest + at)).Sum();

    private static double Variance(Increment increment) => increment.Chances.Select((chance, at) => chance * Math.Pow(increment.Lowest + at - Mean(increment), 2)).Sum();

    private static BigInteger Ways(int all, int taken)
    {
        var ways = BigInteger.One;
        for (var at = 1; at <= taken; at++)
        {
            ways = ways * (all - taken + at) / at;
        }

        return ways;
    }
}
