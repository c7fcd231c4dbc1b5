using System.Globalization;
using System.Text;

namespace Slipway.Local.StepFunctions.Documents;

/// <summary>How a string is quoted in compact JSON: only what must be escaped is, as AWS writes it.</summary>
internal static class JsonEscaping
{
    public static void Write(StringBuilder text, string value)
    {
        text.Append('"');
        var from = 0;
        for (var at = 0; at < value.Length; at++)
        {
            if (value[at] >= ' ' && value[at] is not ('"' or '\\'))
                continue;

            text.Append(value, from, at - from).Append(Escaped(value[at]));
            from = at + 1;
        }

        text.Append(value, from, value.Length - from).Append('"');
    }

    /// <summary>Bytes of the quoted UTF-8 form.</summary>
    public static int Measure(string value)
    {
        var size = 2 + Encoding.UTF8.GetByteCount(value);
        foreach (var character in value)
        {
            if (character < ' ' || character is '"' or '\\')
                size += Escaped(character).Length - 1;
        }

        return size;
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
