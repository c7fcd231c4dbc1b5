using Slipway.Domain;
using Slipway.Local.Replays;
using Slipway.Tests.Shared.Domain;

namespace Slipway.Tests.Local.Replays;

/// <summary>Loads as files.</summary>
public sealed class LoadTraceTests
{
    [Fact]
    public void A_row_for_each_job_says_when_it_arrives_and_how_long_it_takes()
    {
        var load = Read("seconds,work_seconds\n0,1.5\r\n2.25,3\n\n");

        Assert.Equal([0, 2.25], load.Arrivals);
        Assert.Equal([1.5, 3.0], load.Work);
    }

    [Fact]
    public void A_row_for_each_time_spreads_its_arrivals_until_the_next_and_carries_what_is_left_of_one()
    {
        var load = Read("seconds, arrivals\n0,2.5\n60,1.5\n120,0.9");

        Assert.Equal([0, 30, 60, 90], load.Arrivals);
        Assert.Equal([2, 2, 2, 2], load.Work);
    }

    [Theory]
    [InlineData("", "l.csv, line 1: write seconds,work_seconds (a row for each job) or seconds,arrivals (a row for each time) instead of ''.")]
    [InlineData("time,jobs\n1,2", "l.csv, line 1: write seconds,work_seconds (a row for each job) or seconds,arrivals (a row for each time) instead of 'time,jobs'.")]
    [InlineData("seconds,arrivals", "l.csv: no load follows the heading; write rows such as 12.5,3.")]
    [InlineData("seconds,arrivals\n0,0", "l.csv: no job arrives in it; write how many do, such as 12.5,3.")]
    [InlineData("seconds,arrivals\n0,1\n1;2", "l.csv, line 3: write two numbers of zero or more such as 12.5,3 instead of '1;2'.")]
    [InlineData("seconds,arrivals\n0,-1", "l.csv, line 2: write two numbers of zero or more such as 12.5,3 instead of '0,-1'.")]
    [InlineData("seconds,work_seconds\n0,NaN", "l.csv, line 2: write two numbers of zero or more such as 12.5,3 instead of '0,NaN'.")]
    [InlineData("seconds,work_seconds\n5,1\n4,1", "l.csv, line 3: is earlier than the line before; sort the rows by their seconds.")]
    public void What_is_no_load_says_where_and_what_to_write_instead(string text, string expected) =>
        Assert.Equal(expected, Assert.Throws<RejectedException>(() => Read(text)).Message);

    private static LoadTrace Read(string text) => LoadTrace.Read(text, "l.csv", Any.Seconds(2));
}
