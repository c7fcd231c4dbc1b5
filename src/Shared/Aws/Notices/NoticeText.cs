using System.Text;

namespace Slipway.Aws.Notices;

/// <summary>Texts within the limits of those who carry them; what is cut off is said to be.</summary>
internal static class NoticeText
{
    /// <summary>A message's limit in SNS, in bytes; the others take as much or are cut to it.</summary>
    public const int Bytes = 262_144;

    private const string CutOff = " ... (cut)";

    /// <summary>The text within a number of bytes of UTF-8.</summary>
    public static string Within(string text, int bytes)
    {
        if (Encoding.UTF8.GetByteCount(text) <= bytes)
        {
            return text;
        }

        var (length, used) = (0, CutOff.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            used += rune.Utf8SequenceLength;
            if (used > bytes)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return text[..length] + CutOff;
    }

    /// <summary>The text within a number of characters, of which a pair that stands for one is not broken.</summary>
    public static string Shortened(string text, int characters)
    {
        if (text.Length <= characters)
        {
            return text;
        }

        var length = characters - CutOff.Length;
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] + CutOff;
    }

    /// <summary>The text on one line of printable ASCII, as subjects are; what has no place there becomes a question mark.</summary>
    public static string Subject(string text, int characters)
    {
        var line = new string([.. text.Select(letter => letter switch { >= ' ' and <= '~' => letter, '\u2013' or '\u2014' => '-', _ when char.IsWhiteSpace(letter) => ' ', _ => '?' })]).Trim();
        return line.Length <= characters ? line : line[..(characters - CutOff.Length)] + CutOff;
    }
}
