using Slipway.Benchmarks.CanaryAnalysis;

namespace Slipway.Tests.Benchmarks;

/// <summary>The canary analysis on simulated traffic: a tenth of the runs of `benchmarks/CanaryAnalysis`, with a fifth of the traffic.</summary>
public sealed class CanaryAnalysisTests
{
    private const double Share = 0.2;

    private const int Runs = 200;

    [Fact]
    public void What_is_worse_is_stopped_within_five_minutes_in_95_of_100_runs_and_what_is_not_in_one_at_most()
    {
        var rows = Scenario.All.Where(scenario => scenario.Wanted != Wanted.Nothing).Select(scenario => Row.Of(scenario, Share, Runs)).ToList();

        Assert.All(rows, row => Assert.True(row.IsMet, Table.Line(row)));
        Assert.All(rows, row => Assert.True(row.IsShown));
    }

    [Fact]
    public void Tests_that_are_not_corrected_for_their_looks_stop_what_is_no_worse()
    {
        var row = Row.Of(Scenario.All[0], 0.1, Runs);

        Assert.Equal(0, row.Outcomes[0].Stopped);
        Assert.True(row.Outcomes[2].Stopped > 0.03 * Runs, Table.Line(row));
    }

    [Fact]
    public void A_run_is_the_same_for_the_same_seed()
    {
        var (first, second) = (new Traffic(Scenario.All[3], Share, 7).Run(), new Traffic(Scenario.All[3], Share, 7).Run());

        Assert.Equal(first.Select(interval => interval.Canary.Errors), second.Select(interval => interval.Canary.Errors));
        Assert.Equal(first.SelectMany(interval => interval.Baseline.Latencies), second.SelectMany(interval => interval.Baseline.Latencies));
    }

    [Theory]
    [InlineData("", 2000, false, null)]
    [InlineData("--runs 50 --json", 50, true, null)]
    [InlineData("--runs", 2000, false, "--runs takes a number from 1 to 1000000.")]
    [InlineData("--runs x", 2000, false, "--runs takes a number from 1 to 1000000.")]
    [InlineData("--run 5", 2000, false, "'--run' is not known.")]
    public void Its_words_are_read_and_wrong_ones_named(string words, int runs, bool isJson, string? problem) =>
        Assert.Equal(new Options(runs, isJson, IsHelp: false, problem), Options.Parse(words.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Fact]
    public void No_line_of_the_table_is_longer_than_80_columns() =>
        Assert.All([.. Table.Head(100_000).Split('\n'), Table.Line(Row.Of(Scenario.All[4], 0.5, 2))], line => Assert.True(line.Length <= 80, line));
}
