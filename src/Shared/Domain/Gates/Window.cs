using System.Globalization;
using System.Text.RegularExpressions;

namespace Slipway.Domain.Gates;

/// <summary>
/// A window as a manifest writes it: days with hours, such as <c>mon-fri 09:00-17:00</c>, <c>sat,sun 22:00-04:00</c> (until the next
/// morning) and <c>daily 00:00-24:00</c>; or days of the year, such as <c>2026-12-20..2027-01-03</c>, both included.
/// </summary>
public sealed partial record Window(IReadOnlyList<DayOfWeek> Days, TimeSpan From, TimeSpan Until, (DateOnly First, DateOnly Last)? Dates)
{
    public const string Pattern = "^((daily|(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?(,(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?)*) ([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)|[0-9]{4}-[0-9]{2}-[0-9]{2}([.][.][0-9]{4}-[0-9]{2}-[0-9]{2})?)$";

    private static readonly string[] Names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    /// <exception cref="FormatException">It is none; the check of a manifest lets none of those through.</exception>
    public static Window Parse(string text) => TryParse(text) ?? throw new FormatException($"'{text}' is no window such as 'mon-fri 09:00-17:00' or '2026-12-20..2027-01-03'.");

    public static Window? TryParse(string text)
    {
        if (!Written().IsMatch(text))
        {
            return null;
        }

        if (text.Split(' ') is [var days, var hours])
        {
            var ends = hours.Split('-');
            return new([.. days.Split(',').SelectMany(DaysOf).Distinct()], Hour(ends[0]), Hour(ends[1]), null);
        }

        var dates = text.Split("..");
        return Date(dates[0]) is { } first && Date(dates[^1]) is { } last && first <= last ? new([], TimeSpan.Zero, TimeSpan.Zero, (first, last)) : null;
    }

    /// <summary>Whether the clock on the wall is within it.</summary>
    public bool Holds(DateTime local)
    {
        var (day, time) = (DateOnly.FromDateTime(local), local.TimeOfDay);
        return Dates is { } dates ? day >= dates.First && day <= dates.Last
            : From < Until ? Days.Contains(local.DayOfWeek) && time >= From && time < Until
            : (Days.Contains(local.DayOfWeek) && time >= From) || (Days.Contains(local.AddDays(-1).DayOfWeek) && time < Until);
    }

    /// <summary>What the clock shows where it begins or ends on a day.</summary>
    public IEnumerable<DateTime> EdgesOn(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return Dates is { } dates
            ? [.. day == dates.First ? [midnight] : Enumerable.Empty<DateTime>(), .. day == dates.Last ? [midnight.AddDays(1)] : Enumerable.Empty<DateTime>()]
            : [midnight + From, midnight + Until];
    }

    private static IEnumerable<DayOfWeek> DaysOf(string text)
    {
        if (text == "daily")
        {
            return Enum.GetValues<DayOfWeek>();
        }

        var ends = text.Split('-').Select(name => Array.IndexOf(Names, name)).ToArray();
        var count = ((ends[^1] - ends[0] + 7) % 7) + 1;
        return Enumerable.Range(ends[0], count).Select(day => (DayOfWeek)(day % 7));
    }

    private static TimeSpan Hour(string text) => new(int.Parse(text[..2], CultureInfo.InvariantCulture), int.Parse(text[3..], CultureInfo.InvariantCulture), 0);

    private static DateOnly? Date(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    [GeneratedRegex(Pattern, RegexOptions.CultureInvariant)]
    private static partial Regex Written();
}
