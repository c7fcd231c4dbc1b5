using Slipway.Domain.Gates;
using Slipway.Domain.Releases;

namespace Slipway.Tests.Shared.Domain.Gates;

public sealed class ReleaseWindowsTests
{
    private static readonly ReleaseWindows Business = new("Europe/Berlin", ["mon-fri 09:00-17:00"], ["2026-12-21..2027-01-03"]);

    /// <summary>Zones with and without daylight saving, on both halves of the globe, with whole and half hours.</summary>
    public static TheoryData<string, string[], string[]> Windows
    {
        get
        {
            var windows = new TheoryData<string, string[], string[]>();
            foreach (var zone in new[] { "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "America/Santiago" })
            {
                windows.Add(zone, ["mon-fri 09:00-17:00"], []);
                windows.Add(zone, ["sat,sun 22:00-04:00", "wed 02:15-02:45"], ["2026-06-01..2026-06-14", "mon 23:00-24:00"]);
                windows.Add(zone, [], ["daily 00:30-03:30"]);
            }

            return windows;
        }
    }

    /// <summary>The clock on the wall is read by other means than the window's: the zone's rules, minute by minute.</summary>
    [Theory]
    [MemberData(nameof(Windows))]
    public void Over_a_year_of_instants_a_window_is_open_by_the_clock_on_the_wall_and_opens_next_when_it_says(string zone, string[] open, string[] closed)
    {
        var windows = new ReleaseWindows(zone, open, closed);
        var rules = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var chance = new Random(open.Length + closed.Length + zone.Length);
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (var sample = 0; sample < 200; sample++)
        {
            var now = start.AddMinutes(chance.Next(525_600));
            Assert.Equal(IsOpen(now), windows.IsOpen(now));
            if (!windows.IsOpen(now))
            {
                var next = windows.NextOpening(now)!.Value;
                Assert.True(next > now && IsOpen(next), $"{now} opens at {next}");
                Assert.False(IsOpen(next.AddMinutes(-1)) && next.AddMinutes(-1) > now, $"{now} opens before {next}");
                for (var step = 1; step < 40 && now.AddMinutes(step * 7) < next; step++)
                {
                    Assert.False(IsOpen(now.AddMinutes(step * 7)), $"{now} opens before {next}");
                }
            }
        }

        bool IsOpen(DateTimeOffset moment)
        {
            var wall = moment.UtcDateTime + rules.GetUtcOffset(moment.UtcDateTime);
            return (open.Length == 0 || open.Any(window => Within(window, wall))) && !closed.Any(window => Within(window, wall));
        }
    }

    [Theory]
    [InlineData("2026-01-05T07:59:00Z", false)]
    [InlineData("2026-01-05T08:00:00Z", true)]
    [InlineData("2026-01-05T15:59:59Z", true)]
    [InlineData("2026-01-05T16:00:00Z", false)]
    [InlineData("2026-07-06T07:00:00Z", true)]
    [InlineData("2026-07-06T15:00:00Z", false)]
    [InlineData("2026-01-04T10:00:00Z", false)]
    [InlineData("2026-12-22T10:00:00Z", false)]
    public void Business_hours_follow_the_local_clock_in_winter_and_summer(string at, bool isOpen) =>
        Assert.Equal(isOpen, Business.IsOpen(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("2026-03-29T00:10:00Z", "2026-03-29T01:00:00Z", "sun 02:30-05:00")]
    [InlineData("2026-10-25T00:10:00Z", "2026-10-25T00:30:00Z", "sun 02:30-02:45")]
    [InlineData("2026-10-25T00:50:00Z", "2026-10-25T01:30:00Z", "sun 02:30-02:45")]
    [InlineData("2026-03-29T00:10:00Z", "2026-04-05T00:15:00Z", "sun 02:15-02:45")]
    public void An_hour_that_the_clock_leaves_out_opens_nothing_and_one_that_comes_twice_opens_twice(string at, string opening, string window) => Assert.Equal(
        DateTimeOffset.Parse(opening, System.Globalization.CultureInfo.InvariantCulture),
        new ReleaseWindows("Europe/Berlin", [window], []).NextOpening(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("mon-fri 09:00-17:00")]
    [InlineData("fri-mon,wed 22:00-24:00")]
    [InlineData("daily 23:30-04:00")]
    [InlineData("2026-12-24")]
    [InlineData("2026-12-20..2027-01-03")]
    public void What_a_manifest_may_write_is_a_window(string text) => Assert.NotNull(Window.TryParse(text));

    [Theory]
    [InlineData("monday 09:00-17:00")]
    [InlineData("mon 9:00-17:00")]
    [InlineData("mon 09:00-25:00")]
    [InlineData("mon-fri")]
    [InlineData("2026-02-30")]
    [InlineData("2027-01-03..2026-12-20")]
    [InlineData("")]
    public void Anything_else_is_none(string text) => Assert.Null(Window.TryParse(text));

    [Fact]
    public void The_gate_waits_for_the_next_opening_and_names_it_in_local_time()
    {
        var sunday = new DateTimeOffset(2026, 7, 5, 12, 0, 0, TimeSpan.Zero);

        Assert.Equal(Answer.Unasked("Releases begin here at any time."), WindowGate.Decide(new(null, null, sunday)));
        Assert.Equal(Answer.Pass("It is Mon 2026-07-06 09:00 Europe/Berlin: releases may begin."), WindowGate.Decide(new(Business, null, sunday.AddHours(19))));
        Assert.Equal(
            Answer.Wait("It is Sun 2026-07-05 14:00 Europe/Berlin: releases may begin again on Mon 2026-07-06 09:00 Europe/Berlin.", TimeSpan.FromHours(19)),
            WindowGate.Decide(new(Business, null, sunday)));
        Assert.Equal(Answer.Pass("bob sends it past this gate: login is broken"), WindowGate.Decide(new(Business, new([WaivedGate.Window], "bob", "login is broken"), sunday)));
        Assert.Equal(
            "The windows of this environment do not open within a year: write others than 2024-01-01.",
            WindowGate.Decide(new(new("UTC", ["2024-01-01"], []), null, sunday)).Reason);
    }

    private static bool Within(string window, DateTime wall)
    {
        if (window[0] == '2')
        {
            var dates = window.Split("..");
            var day = wall.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
            return string.CompareOrdinal(day, dates[0]) >= 0 && string.CompareOrdinal(day, dates[^1]) <= 0;
        }

        string[] names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
        var (days, hours) = (window.Split(' ')[0], window.Split(' ')[1].Split('-'));
        var all = days switch { "daily" => names, "mon-fri" => names[1..6], _ => days.Split(',') };
        var (now, today, yesterday) = (wall.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture), all.Contains(names[(int)wall.DayOfWeek]), all.Contains(names[((int)wall.DayOfWeek + 6) % 7]));
        return string.CompareOrdinal(hours[0], hours[1]) < 0
            ? today && string.CompareOrdinal(now, hours[0]) >= 0 && string.CompareOrdinal(now, hours[1]) < 0
            : (today && string.CompareOrdinal(now, hours[0]) >= 0) || (yesterday && string.CompareOrdinal(now, hours[1]) < 0);
    }
}
