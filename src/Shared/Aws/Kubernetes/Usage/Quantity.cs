using System.Globalization;

namespace Slipway.Aws.Kubernetes.Usage;

/// <summary>Amounts and durations as the API of Kubernetes writes them: <c>250m</c>, <c>12345n</c>, <c>64Mi</c>, <c>1e3</c>; <c>1m0s</c>.</summary>
public static class Quantity
{
    private static readonly Dictionary<string, double> Suffixes = new(StringComparer.Ordinal)
    {
        ["n"] = 1e-9,
        ["u"] = 1e-6,
        ["m"] = 1e-3,
        [""] = 1,
        ["k"] = 1e3,
        ["M"] = 1e6,
        ["G"] = 1e9,
        ["T"] = 1e12,
        ["P"] = 1e15,
        ["E"] = 1e18,
        ["Ki"] = 1L << 10,
        ["Mi"] = 1L << 20,
        ["Gi"] = 1L << 30,
        ["Ti"] = 1L << 40,
        ["Pi"] = 1L << 50,
        ["Ei"] = 1L << 60,
    };

    private static readonly Dictionary<string, double> Seconds = new(StringComparer.Ordinal)
    {
        ["ns"] = 1e-9,
        ["us"] = 1e-6,
        ["µs"] = 1e-6,
        ["ms"] = 1e-3,
        ["s"] = 1,
        ["m"] = 60,
        ["h"] = 3600,
    };

    /// <summary>Null for what is no amount.</summary>
    public static double? Parse(string? text)
    {
        var digits = Digits(text);
        return text is { Length: > 0 } && Suffixes.TryGetValue(text[digits..], out var factor) && Number(text[..digits]) is { } number ? number * factor : Number(text);
    }

    /// <summary>Nothing for what is no duration.</summary>
    public static TimeSpan Duration(string? text)
    {
        var seconds = 0.0;
        for (var rest = text; rest is { Length: > 0 };)
        {
            var digits = Digits(rest);
            var end = digits + rest[digits..].TakeWhile(char.IsLetter).Count();
            if (Number(rest[..digits]) is not { } number || !Seconds.TryGetValue(rest[digits..end], out var unit))
            {
                return TimeSpan.Zero;
            }

            (seconds, rest) = (seconds + (number * unit), rest[end..]);
        }

        return TimeSpan.FromSeconds(seconds);
    }

    private static int Digits(string? text) => (text ?? "").TakeWhile(letter => char.IsAsciiDigit(letter) || letter is '.' or '+' or '-').Count();

    private static double? Number(string? text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
