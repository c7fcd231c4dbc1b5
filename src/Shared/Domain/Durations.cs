using System.Globalization;

namespace Slipway.Domain;

/// <summary>Durations as people read them in reasons and on screens.</summary>
public static class Durations
{
    /// <summary>The two largest units: <c>45 s</c>, <c>2 min 05 s</c>, <c>1 h 30 min</c>.</summary>
    public static string Text(this TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalSeconds} s"),
        { TotalMinutes: < 60, Seconds: 0 } => string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalMinutes} min"),
        { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalMinutes} min {duration.Seconds:00} s"),
        { Minutes: 0 } => string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalHours} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalHours} h {duration.Minutes:00} min"),
    };
}
