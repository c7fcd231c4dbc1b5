using System.Globalization;

namespace Slipway.Cli.Screens;

/// <summary>The columns that every list of happenings has: the time, what it is, and the text beside it.</summary>
internal static class Columns
{
    /// <summary>As wide as the longest status, with the mark of a verdict.</summary>
    public const int Label = 14;

    /// <summary>As wide as the longest rule.</summary>
    public const int Rule = 12;

    public static string Time(DateTimeOffset at) => at.ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Minutes and seconds since something began, as wide as a time.</summary>
    public static string Offset(TimeSpan since) =>
        string.Create(CultureInfo.InvariantCulture, $"+{(int)since.TotalMinutes}:{since.Seconds:00}").PadLeft(8);

    public static string Day(DateTimeOffset at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
