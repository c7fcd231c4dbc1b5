using Slipway.Domain.Rollouts.Canary;

namespace Slipway.Tests.Shared.Domain.Rollouts.Canary;

public sealed class SequentialTestTests
{
    /// <summary>The boundaries that Lan and DeMets' programs and gsDesign give for five looks, one-sided 0.025, of the type of O'Brien and Fleming.</summary>
    [Theory]
    [InlineData(1, 4.8769)]
    [InlineData(2, 3.3569)]
    [InlineData(3, 2.6803)]
    [InlineData(4, 2.2898)]
    [InlineData(5, 2.0310)]
    public void Its_boundaries_are_those_of_the_published_programs(int look, double z)
    {
        Assert.False(StopsAt(look, z - 0.01));
        Assert.True(StopsAt(look, z + 0.01));
    }

    [Theory]
    [InlineData(1, 0.3)]
    [InlineData(4, 0.1)]
    [InlineData(30, 0.02)]
    public void One_who_is_no_worse_is_stopped_no_more_often_than_the_rate_however_often_one_looks(int looks, double errors)
    {
        const int Times = 4000;
        const double Rate = 0.05;
        var chance = new Random(looks);
        var stopped = Enumerable.Range(0, Times).Count(_ => IsStopped(chance, looks, errors, Rate));

        Assert.True(stopped <= (Rate * Times) + (3 * Math.Sqrt(Rate * Times)), $"{stopped} of {Times}");
    }

    [Fact]
    public void What_may_not_be_concluded_yet_costs_nothing_and_is_not_lost()
    {
        var (patient, eager) = (new SequentialTest(0.025), new SequentialTest(0.025));
        var glaring = Increment.OfNormal(6, 1, 0.01);

        Assert.False(patient.Look(0.5, glaring, mayStop: false).Stops);
        Assert.True(patient.Look(1, Increment.Nothing, mayStop: true).Stops);
        Assert.True(eager.Look(0.5, glaring, mayStop: true).Stops);
    }

    [Fact]
    public void What_is_beyond_all_that_chance_brings_stops_early_and_what_can_never_be_rare_enough_never_does()
    {
        Assert.True(new SequentialTest(0.009).Look(0.2, Increment.OfMarked(new(300, 300), new(3, 2700), 0), mayStop: true).Stops);
        Assert.False(new SequentialTest(1 / 71.0).Look(1, Increment.OfMarked(new(4, 4), new(0, 4), 0), mayStop: true).Stops);
        Assert.True(new SequentialTest(1 / 69.0).Look(1, Increment.OfMarked(new(4, 4), new(0, 4), 0), mayStop: true).Stops);
    }

    [Fact]
    public void The_p_value_of_a_single_look_is_the_chance_of_as_much_or_more()
    {
        Assert.Equal(1 / 70.0, new SequentialTest(0.05).Look(1, Increment.OfMarked(new(4, 4), new(0, 4), 0), mayStop: true).P, 12);
        Assert.Equal(17 / 70.0, new SequentialTest(0.05).Look(1, Increment.OfMarked(new(3, 4), new(1, 4), 0), mayStop: true).P, 12);
    }

    [Theory]
    [InlineData(1.969, false)]
    [InlineData(2.12, true)]
    public void Larger_steps_move_a_boundary_up_by_little_and_never_down(double z, bool stops)
    {
        var test = new SequentialTest(0.025);
        test.Look(0.5, Increment.OfNormal(0, 1, 0.1), mayStop: true);
        test.Coarsen();

        Assert.Equal(stops, test.Look(1, Increment.OfNormal(z * Math.Sqrt(2), 1, 0.2), mayStop: true).Stops);
    }

    private static bool StopsAt(int look, double z)
    {
        var test = new SequentialTest(0.025);
        for (var before = 1; before < look; before++)
        {
            test.Look(before / 5.0, Increment.OfNormal(0, 1, 0.01), mayStop: true);
        }

        return test.Look(look / 5.0, Increment.OfNormal(z * Math.Sqrt(look), 1, 0.01), mayStop: true).Stops;
    }

    private static bool IsStopped(Random chance, int looks, double errors, double rate)
    {
        var (test, share) = (new SequentialTest(rate), chance.NextDouble());
        for (var look = 1; look <= looks; look++)
        {
            var (canary, baseline) = (new MarkedCount(0, 0), new MarkedCount(0, 0));
            for (var request = 0; request < 60; request++)
            {
                var marked = chance.NextDouble() < errors ? 1 : 0;
                _ = chance.NextDouble() < share ? canary = new(canary.Marked + marked, canary.All + 1) : baseline = new(baseline.Marked + marked, baseline.All + 1);
            }

            if (test.Look(look / (double)looks, Increment.OfMarked(canary, baseline, 0), mayStop: true).Stops)
            {
                return true;
            }
        }

        return false;
    }
}
