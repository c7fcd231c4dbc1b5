using System.Globalization;

namespace Slipway.Domain.Snapshots;

/// <summary>Some hours of every day, in UTC, as <c>03:00-04:00</c>; they may pass midnight.</summary>
public sealed record DailyHours(TimeOnly From, TimeOnly To)
{
    public const string Pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$";

    public static DailyHours? TryParse(string? text) =>
        text?.Split('-') is [var from, var to] && Time(from) is { } begins && Time(to) is { } ends ? new(begins, ends) : null;

    /// <summary>How long until they are over; null outside of them.</summary>
    public TimeSpan? Left(DateTimeOffset now)
    {
        var time = TimeOnly.FromTimeSpan(now.UtcDateTime.TimeOfDay);
        return time.IsBetween(From, To) ? To - time : null;
    }

    public override string ToString() => $"{From:HH':'mm}-{To:HH':'mm} UTC";

    private static TimeOnly? Time(string text) => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
}
