using System.Globalization;

namespace Slipway.Local.Events.Schedules;

/// <summary>
/// AWS's cron of six fields: minutes, hours, day of month, month, day of week (1 is Sunday), year; one of the two days is a question mark.
/// </summary>
public sealed record CronSchedule : ScheduleExpression
{
    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private readonly string _text;
    private readonly NumberField _minutes;
    private readonly NumberField _hours;
    private readonly NumberField _months;
    private readonly NumberField _years;
    private readonly DayField _days;

    private CronSchedule(string text, NumberField minutes, NumberField hours, NumberField months, NumberField years, DayField days) =>
        (_text, _minutes, _hours, _months, _years, _days) = (text, minutes, hours, months, years, days);

    public static CronSchedule? TryParse(string text, out string fault)
    {
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields is not [var minute, var hour, var dayOfMonth, var month, var dayOfWeek, var year])
        {
            fault = string.Create(
                CultureInfo.InvariantCulture,
                $"cron has six fields (minutes hours day-of-month month day-of-week year), not {fields.Length}; write cron(0 12 * * ? *)");
            return null;
        }

        fault = "";
        var minutes = NumberField.TryParse(minute, "minutes", 0, 59, [], ref fault);
        var hours = NumberField.TryParse(hour, "hours", 0, 23, [], ref fault);
        var months = NumberField.TryParse(month.ToUpperInvariant(), "month", 1, 12, Months, ref fault);
        var years = NumberField.TryParse(year, "year", 1970, 2199, [], ref fault);
        var days = DayField.TryParse(dayOfMonth.ToUpperInvariant(), dayOfWeek.ToUpperInvariant(), Weekdays, ref fault);
        return fault.Length > 0 ? null : new CronSchedule(string.Join(' ', fields), minutes!, hours!, months!, years!, days!);
    }

    public override DateTimeOffset? Next(DateTimeOffset after, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(after, zone);
        for (var day = DateOnly.FromDateTime(local.DateTime); day.Year <= 2199;)
        {
            if (!_years.Holds(day.Year))
            {
                day = new DateOnly(day.Year + 1, 1, 1);
            }
            else if (!_months.Holds(day.Month))
            {
                day = new DateOnly(day.Year, day.Month, 1).AddMonths(1);
            }
            else if (_days.Holds(day) && Times(day, zone).FirstOrDefault(instant => instant > after) is { } found && found != default)
            {
                return found;
            }
            else
            {
                day = day.AddDays(1);
            }
        }

        return null;
    }

    public bool Equals(CronSchedule? other) => other?._text == _text;

    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => $"cron({_text})";

    /// <summary>The instants of one local day in order; those that the change to summer time skips are not there.</summary>
    private IEnumerable<DateTimeOffset> Times(DateOnly day, TimeZoneInfo zone) =>
        from hour in _hours.Values
        from minute in _minutes.Values
        let instant = WallClock.InstantOf(day.ToDateTime(new TimeOnly(hour, minute)), zone)
        where instant is not null
        select instant.Value;
}
