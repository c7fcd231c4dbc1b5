using Slipway.Domain.Rollouts.Canary;

namespace Slipway.Tests.Shared.Domain.Rollouts.Canary;

/// <summary>U from counts beside known examples and beside a second implementation on the values themselves, written as plainly as can be.</summary>
public sealed class MannWhitneyTests
{
    private static readonly int[] May = [41, 36, 12, 18, 28, 23, 19, 8, 7, 16, 11, 14, 18, 14, 34, 6, 30, 11, 1, 11, 4, 32, 23, 45, 115, 37];
    private static readonly int[] August = [39, 9, 16, 78, 35, 66, 122, 89, 110, 44, 28, 65, 22, 59, 23, 31, 44, 21, 9, 45, 168, 73, 76, 118, 84, 85];

    [Fact]
    public void Tortoises_and_hares_race_as_in_the_textbooks()
    {
        int[] tortoises = [12, 6, 5, 4, 3, 2], hares = [11, 10, 9, 8, 7, 1];

        Assert.Equal(11, Of(tortoises, hares).U);
        Assert.Equal(25, Of(hares, tortoises).U);
        Assert.Equal(18, Of(hares, tortoises).Mean);
        Assert.Equal(39, Of(hares, tortoises).Variance, 10);
    }

    /// <summary>R's example of wilcox.test, which has ties: W = 127.5, p-value = 0.0001208 with its correction for continuity.</summary>
    [Fact]
    public void New_Yorks_ozone_of_may_and_august_differs_as_r_says()
    {
        var ranks = Of(May, August);

        Assert.Equal(127.5, ranks.U);
        Assert.Equal(0.0001208, 2 * StandardNormal.UpperTail((ranks.Mean - ranks.U - 0.5) / Math.Sqrt(ranks.Variance)), 7);
    }

    [Fact]
    public void Counts_give_what_all_pairs_and_all_ways_to_deal_them_give()
    {
        var chance = new Random(1);
        for (var time = 0; time < 300; time++)
        {
            var all = Enumerable.Range(0, chance.Next(2, 11)).Select(_ => chance.Next(6)).ToArray();
            var size = chance.Next(1, all.Length);

            var ranks = Of(all[..size], all[size..]);

            Assert.Equal(Pairs(all[..size], all[size..]), ranks.U, 10);
            var dealt = Deals(all, size).Select(deal => Pairs(deal.Taken, deal.Left)).ToList();
            Assert.Equal(dealt.Average(), ranks.Mean, 8);
            Assert.Equal(dealt.Average(u => (u - ranks.Mean) * (u - ranks.Mean)), ranks.Variance, 8);
        }
    }

    [Fact]
    public void Where_a_side_has_none_or_all_are_alike_nothing_varies()
    {
        Assert.Equal(0, MannWhitney.Of([0, 0], [3, 4]).Variance);
        Assert.Equal(0, MannWhitney.Of([0, 0], [0, 0]).Variance);
        Assert.Equal(0, MannWhitney.Of([0, 5], [0, 7]).Variance);
    }

    private static MannWhitney Of(int[] canary, int[] baseline) => MannWhitney.Of(Counts(canary), Counts(baseline));

    private static IReadOnlyList<long> Counts(int[] values) => [.. Enumerable.Range(0, 200).Select(value => (long)values.Count(own => own == value))];

    private static double Pairs(IReadOnlyList<int> canary, IReadOnlyList<int> baseline) =>
        canary.Sum(own => baseline.Sum(other => own > other ? 1 : own == other ? 0.5 : 0));

    private static IEnumerable<(IReadOnlyList<int> Taken, IReadOnlyList<int> Left)> Deals(int[] all, int size) =>
        from deal in Enumerable.Range(0, 1 << all.Length)
        where int.PopCount(deal) == size
        select ((IReadOnlyList<int>)[.. all.Where((_, at) => (deal >> at & 1) == 1)], (IReadOnlyList<int>)[.. all.Where((_, at) => (deal >> at & 1) == 0)]);
}
