using System.Globalization;
using System.Text.RegularExpressions;

namespace Slipway.Local.StepFunctions.States;

/// <summary>Timestamps of the States Language: ISO 8601 with a capital T and an offset or a capital Z, down to nanoseconds.</summary>
internal static partial class Timestamps
{
    /// <summary>False for everything that AWS refuses as well: a missing offset, a space, hour 25.</summary>
    public static bool TryRead(string? text, out DateTimeOffset instant)
    {
        instant = default;
        return text is not null && Shape().IsMatch(text)
            && DateTimeOffset.TryParse(Fraction().Replace(text, "$1"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant);
    }

    /// <summary>As the context object and the history show an instant: UTC with milliseconds.</summary>
    public static string Write(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$")]
    private static partial Regex Shape();

    /// <summary>The clock counts 100 nanoseconds: the two digits below that are dropped.</summary>
    [GeneratedRegex(@"(\.\d{7})\d+")]
    private static partial Regex Fraction();
}
