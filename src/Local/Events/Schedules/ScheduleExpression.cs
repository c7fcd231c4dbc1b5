using System.Globalization;
using System.Text.RegularExpressions;

namespace Slipway.Local.Events.Schedules;

/// <summary>rate(...), cron(...) or at(...): when something is due next, as a pure function of the time that it was due last.</summary>
public abstract partial record ScheduleExpression
{
    /// <summary>The first instant after the given one; null when there is none any more.</summary>
    public abstract DateTimeOffset? Next(DateTimeOffset after, TimeZoneInfo zone);

    /// <summary>
    /// Null with what is wrong and what to write for an expression that AWS would refuse; rules know no at(...), which EventBridge
    /// Scheduler does.
    /// </summary>
    public static ScheduleExpression? TryParse(string text, bool forScheduler, out string fault)
    {
        fault = "write rate(5 minutes) or cron(0 12 * * ? *)";
        var form = Form().Match(text.Trim());
        if (!form.Success)
        {
            return null;
        }

        return form.Groups[1].Value switch
        {
            "rate" => Rate(form.Groups[2].Value, forScheduler, ref fault),
            "cron" => CronSchedule.TryParse(form.Groups[2].Value, out fault),
            _ => At(form.Groups[2].Value, forScheduler, ref fault),
        };
    }

    /// <summary>Throws <see cref="FormatException"/> with what to write instead.</summary>
    public static ScheduleExpression Parse(string text) =>
        TryParse(text, forScheduler: true, out var fault) ?? throw new FormatException($"{text} is not a schedule expression: {fault}");

    private static RateSchedule? Rate(string text, bool forScheduler, ref string fault)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts is not [var count, var unit] || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < 1)
        {
            fault = "write a whole number from 1 and a unit, such as rate(5 minutes)";
            return null;
        }

        var period = unit.TrimEnd('s') switch
        {
            "minute" => TimeSpan.FromMinutes(value),
            "hour" => TimeSpan.FromHours(value),
            "day" => TimeSpan.FromDays(value),
            _ => TimeSpan.Zero,
        };
        if (period == TimeSpan.Zero || unit.EndsWith("ss", StringComparison.Ordinal))
        {
            fault = "the unit is minutes, hours or days";
            return null;
        }

        if (!forScheduler && value == 1 == unit.EndsWith('s'))
        {
            fault = $"write rate({value} {unit.TrimEnd('s')}{(value == 1 ? "" : "s")})";
            return null;
        }

        return new RateSchedule(period);
    }

    private static OnceSchedule? At(string text, bool forScheduler, ref string fault)
    {
        fault = forScheduler ? "write at(2026-01-31T09:00:00), without a zone" : "at(...) needs an event of type ScheduleV2";
        return forScheduler
            && DateTime.TryParseExact(
                text.Trim(), "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? new OnceSchedule(local)
            : null;
    }

    [GeneratedRegex(@"^(rate|cron|at)\((.*)\)$")]
    private static partial Regex Form();
}

/// <summary>Every so often, counted from when it began; a day is 24 hours in every time zone.</summary>
public sealed record RateSchedule(TimeSpan Period) : ScheduleExpression
{
    public override DateTimeOffset? Next(DateTimeOffset after, TimeZoneInfo zone) => after + Period;
}

/// <summary>One instant, given as the clock on the wall shows it.</summary>
public sealed record OnceSchedule(DateTime Local) : ScheduleExpression
{
    public override DateTimeOffset? Next(DateTimeOffset after, TimeZoneInfo zone) =>
        WallClock.InstantOf(Local, zone) is { } instant && instant > after ? instant : null;
}
