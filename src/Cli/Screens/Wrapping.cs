namespace Slipway.Cli.Screens;

/// <summary>Breaks text into lines that fit.</summary>
internal static class Wrapping
{
    /// <summary>At least one line; words longer than the width are cut.</summary>
    public static IReadOnlyList<string> Wrap(this string text, int width)
    {
        var lines = new List<string>();
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split('\n'))
        {
            AddParagraph(lines, paragraph, Math.Max(1, width));
        }

        return lines;
    }

    /// <summary>The beginning of the text, with an ellipsis when the rest does not fit.</summary>
    public static string Fit(this string text, int width) =>
        text.Length <= width ? text : width < 2 ? text[..Math.Max(0, width)] : $"{text[..(width - 1)]}…";

    private static void AddParagraph(List<string> lines, string paragraph, int width)
    {
        var line = "";
        foreach (var word in paragraph.Split(' ').SelectMany(word => Pieces(word, width)))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                lines.Add(line);
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        lines.Add(line.TrimEnd());
    }

    private static IEnumerable<string> Pieces(string word, int width) =>
        word.Length <= width ? [word] : word.Chunk(width).Select(piece => new string(piece));
}
