using System.Globalization;

namespace AwsPackages.Sdk;

/// <summary>The forms in which protocols write a moment; read back, it is in UTC.</summary>
public static class Moments
{
    public static string Iso8601(DateTime value) => value.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string Rfc822(DateTime value) => value.ToUniversalTime().ToString("R", CultureInfo.InvariantCulture);

    public static string Seconds(DateTime value) => (Milliseconds(value) / 1000m).ToString(CultureInfo.InvariantCulture);

    public static long Milliseconds(DateTime value) => (long)(value.ToUniversalTime() - DateTime.UnixEpoch).TotalMilliseconds;

    public static DateTime Parse(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            ? DateTime.UnixEpoch.AddSeconds(seconds)
            : DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);
}
