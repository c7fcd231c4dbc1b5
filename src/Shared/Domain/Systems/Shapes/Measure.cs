using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Slipway.Domain.Systems.Shapes;

/// <summary>The notations of a manifest: whole numbers, numbers, durations, sizes and percentages. Null is what does not follow them.</summary>
internal static partial class Measure
{
    public const string DurationPattern = "^([0-9]{1,6}(ms|s|m|h|d)){1,4}$";
    public const string SizePattern = "^[0-9]{1,6}(Ki|Mi|Gi|Ti)$";
    public const string PercentPattern = "^[0-9]{1,3}([.][0-9]{1,3})?%$";

    private const double BytesPerGiB = 1L << 30;

    public static int? Whole(string? text) =>
        text is { Length: <= 9 } && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static double? Number(string? text) =>
        text is { Length: > 0 and <= 24 } && double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    public static TimeSpan? Duration(string? text) =>
        Follows(Durations(), text)
            ? Parts().Matches(text).Aggregate(TimeSpan.Zero, (sum, part) => sum + (Amount(part.Groups[1].Value) * Unit(part.Groups[2].Value)))
            : null;

    public static DateOnly? Date(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    public static double? Percent(string? text) => Follows(Percentages(), text) ? Number(text[..^1]) : null;

    public static double? Bytes(string? text) =>
        Follows(Sizes(), text)
            ? Amount(text[..^2]) * text[^2] switch { 'K' => 1L << 10, 'M' => 1L << 20, 'G' => BytesPerGiB, _ => BytesPerGiB * 1024 }
            : null;

    /// <summary>Rounded up, as storage is sold.</summary>
    public static int? GiB(string? text) => Bytes(text) is { } bytes ? (int)Math.Ceiling(bytes / BytesPerGiB) : null;

    /// <summary>The duration as one would write it in a manifest, for messages.</summary>
    public static string Notation(TimeSpan duration) => duration switch
    {
        { Ticks: > 0 } when duration.Ticks % TimeSpan.TicksPerHour == 0 => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalHours:0}h"),
        { Ticks: > 0 } when duration.Ticks % TimeSpan.TicksPerMinute == 0 => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMinutes:0}m"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.###}s"),
    };

    /// <summary>The end of the pattern is the end of the text: a dollar sign alone would let a line break pass.</summary>
    public static bool Follows(Regex pattern, [NotNullWhen(true)] string? text) => text is not null && !text.EndsWith('\n') && pattern.IsMatch(text);

    private static double Amount(string digits) => double.Parse(digits, CultureInfo.InvariantCulture);

    private static TimeSpan Unit(string unit) => unit switch
    {
        "ms" => TimeSpan.FromMilliseconds(1),
        "s" => TimeSpan.FromSeconds(1),
        "m" => TimeSpan.FromMinutes(1),
        "h" => TimeSpan.FromHours(1),
        _ => TimeSpan.FromDays(1),
    };

    [GeneratedRegex(DurationPattern)]
    private static partial Regex Durations();

    [GeneratedRegex("([0-9]+)(ms|s|m|h|d)")]
    private static partial Regex Parts();

    [GeneratedRegex(SizePattern)]
    private static partial Regex Sizes();

    [GeneratedRegex(PercentPattern)]
    private static partial Regex Percentages();
}
