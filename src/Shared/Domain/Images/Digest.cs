using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Slipway.Domain.Images;

/// <summary>The identity of an image: <c>sha256:</c> and 64 lower-case hexadecimal digits. A tag may move, a digest cannot.</summary>
[JsonConverter(typeof(TextConverter<Digest>))]
public readonly record struct Digest : IParsable<Digest>
{
    private const string Prefix = "sha256:";
    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");

    private Digest(string value) => Value = value;

    public string Value { get; }

    /// <summary>The first twelve hexadecimal digits: enough to tell images apart in names and on screens.</summary>
    public string Abbreviation => Value.Substring(Prefix.Length, 12);

    public static Digest Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var digest) ? digest : throw new FormatException($"'{s}' is not an image digest: it takes the form sha256:<64 hexadecimal digits>.");

    /// <summary>The digest of a text.</summary>
    public static Digest Of(string text) => new($"{Prefix}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Digest result)
    {
        var valid = s is { Length: 71 } && s.StartsWith(Prefix, StringComparison.Ordinal) && s.AsSpan(Prefix.Length).IndexOfAnyExcept(Hexadecimal) < 0;
        result = valid ? new Digest(s!) : default;
        return valid;
    }

    public override string ToString() => Value ?? "";
}
