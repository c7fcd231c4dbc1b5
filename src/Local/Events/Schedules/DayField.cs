using System.Globalization;

namespace Slipway.Local.Events.Schedules;

/// <summary>
/// The two day fields of cron together, of which one is a question mark.
/// Day of month: L is the last, 15W the weekday nearest to the 15th, LW the last weekday. Day of week: 6L is the last Friday, 2#1 the first
/// Monday.
/// </summary>
internal sealed class DayField
{
    private readonly Func<DateOnly, bool> _holds;

    private DayField(Func<DateOnly, bool> holds) => _holds = holds;

    public bool Holds(DateOnly day) => _holds(day);

    public static DayField? TryParse(string ofMonth, string ofWeek, string[] names, ref string fault)
    {
        if ((ofMonth == "?") == (ofWeek == "?"))
        {
            fault = fault.Length > 0 ? fault : "one of day-of-month and day-of-week, and only one, is a ?; write cron(0 12 * * ? *)";
            return null;
        }

        var holds = ofWeek == "?" ? OfMonth(ofMonth, ref fault) : OfWeek(ofWeek, names, ref fault);
        return holds is null ? null : new DayField(holds);
    }

    private static Func<DateOnly, bool>? OfMonth(string text, ref string fault)
    {
        if (text is "L" or "LW")
        {
            return day => day.Day == (text == "L" ? LastOf(day) : NearestWeekday(day, LastOf(day)));
        }

        if (text.EndsWith('W') && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) && wanted is >= 1 and <= 31)
        {
            return day => wanted <= LastOf(day) && day.Day == NearestWeekday(day, wanted);
        }

        var field = NumberField.TryParse(text, "day-of-month", 1, 31, [], ref fault);
        return field is null ? null : day => field.Holds(day.Day);
    }

    private static Func<DateOnly, bool>? OfWeek(string text, string[] names, ref string fault)
    {
        if (text.Split('#') is [var nth, var week] && Weekday(nth, names) is { } ofNth && week is ['1' or '2' or '3' or '4' or '5'])
        {
            return day => Number(day) == ofNth && (day.Day + 6) / 7 == week[0] - '0';
        }

        if (text.EndsWith('L') && (text == "L" ? 7 : Weekday(text[..^1], names)) is { } last)
        {
            return day => Number(day) == last && (text == "L" || day.Day > LastOf(day) - 7);
        }

        var field = NumberField.TryParse(text, "day-of-week", 1, 7, names, ref fault);
        return field is null ? null : day => field.Holds(Number(day));
    }

    private static int? Weekday(string text, string[] names) =>
        Array.IndexOf(names, text) is >= 0 and var index ? index + 1 : text is [>= '1' and <= '7' and var digit] ? digit - '0' : null;

    private static int Number(DateOnly day) => (int)day.DayOfWeek + 1;

    private static int LastOf(DateOnly day) => DateTime.DaysInMonth(day.Year, day.Month);

    /// <summary>A Saturday moves to Friday, a Sunday to Monday, but never into another month.</summary>
    private static int NearestWeekday(DateOnly day, int wanted) => new DateOnly(day.Year, day.Month, wanted).DayOfWeek switch
    {
        DayOfWeek.Saturday => wanted == 1 ? 3 : wanted - 1,
        DayOfWeek.Sunday => wanted == LastOf(day) ? wanted - 2 : wanted + 1,
        _ => wanted,
    };
}
