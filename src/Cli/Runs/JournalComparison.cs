using System.Text;

namespace Slipway.Cli.Runs;

/// <summary>Compares two journals line by line; a last line that was cut off does not count.</summary>
internal static class JournalComparison
{
    /// <summary>The number of the first line of the earlier one that the later one does not have there; null when it begins with all of them.</summary>
    public static int? FirstDifference(string earlier, string later)
    {
        using var left = Open(earlier);
        using var right = Open(later);
        for (var number = 1; left.ReadLine() is { } line; number++)
        {
            var isCut = left.EndOfStream && !EndsWithNewLine(earlier);
            if (!isCut && line != right.ReadLine())
            {
                return number;
            }
        }

        return null;
    }

    private static StreamReader Open(string path) => new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite), Encoding.UTF8);

    private static bool EndsWithNewLine(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (file.Length == 0)
        {
            return true;
        }

        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() == '\n';
    }
}
