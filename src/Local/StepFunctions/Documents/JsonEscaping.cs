using System.Buffers;
using System.Globalization;
using System.Text;

namespace Slipway.Local.StepFunctions.Documents;

/// <summary>How a string is quoted in compact JSON: only what must be escaped is, as AWS writes it.</summary>
internal static class JsonEscaping
{
    private static readonly SearchValues<char> MustBeEscaped = SearchValues.Create([.. Enumerable.Range(0, ' ').Select(code => (char)code), '"', '\\']);

    public static void Write(StringBuilder text, string value)
    {
        text.Append('"');
        var rest = value.AsSpan();
        for (var at = rest.IndexOfAny(MustBeEscaped); at >= 0; at = rest.IndexOfAny(MustBeEscaped))
        {
            text.Append(rest[..at]).Append(Escaped(rest[at]));
            rest = rest[(at + 1)..];
        }

        text.Append(rest).Append('"');
    }

    /// <summary>The name of a member with its colon.</summary>
    public static string Quoted(string name)
    {
        var text = new StringBuilder();
        Write(text, name);
        return text.Append(':').ToString();
    }

    /// <summary>Bytes of the quoted UTF-8 form.</summary>
    public static int Measure(string value)
    {
        var size = 2 + Encoding.UTF8.GetByteCount(value);
        var rest = value.AsSpan();
        for (var at = rest.IndexOfAny(MustBeEscaped); at >= 0; at = rest.IndexOfAny(MustBeEscaped))
        {
            size += Escaped(rest[at]).Length - 1;
            rest = rest[(at + 1)..];
        }

        return size;
    }

    /// <summary>Whether a text with escapes would be written with the same ones; false when that is not plain to see.</summary>
    public static bool IsAsWritten(ReadOnlySpan<byte> escaped)
    {
        for (var at = escaped.IndexOf((byte)'\\'); at >= 0; at = escaped.IndexOf((byte)'\\'))
        {
            if (escaped[at + 1] is (byte)'u' or (byte)'/')
                return false;

            escaped = escaped[(at + 2)..];
        }

        return true;
    }

    private static string Escaped(char character) => character switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\b' => "\\b",
        '\f' => "\\f",
        _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
    };
}
