using System.Text;
using System.Text.Json;

namespace Slipway.Local.Records;

/// <summary>One line of a journal: what kind of record, since when, and the record's JSON.</summary>
public sealed record JournalLine(int Number, string Kind, DateTimeOffset At, JsonElement Record);

/// <summary>Reads the lines of a journal. The last one may have been cut off by a kill: it is told, not an error.</summary>
public static class JournalLines
{
    public static (IReadOnlyList<JournalLine> Lines, string? Truncated) Read(string path)
    {
        var text = Load(path);
        var whole = text.LastIndexOf('\n') + 1;
        var number = 0;
        var lines = text[..whole].Split('\n', StringSplitOptions.None).SkipLast(1).Select(line => Parse(path, ++number, line)).ToList();
        return (lines, whole == text.Length ? null : $"{path}:{number + 1}: the last line was cut off and is left out.");
    }

    /// <summary>Where the last whole line ends, in bytes.</summary>
    internal static long EndOfLastWhole(FileStream file)
    {
        for (var position = file.Length; position > 0; position--)
        {
            file.Position = position - 1;
            if (file.ReadByte() == '\n')
            {
                return position;
            }
        }

        return 0;
    }

    private static string Load(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file, Encoding.UTF8);
            return reader.ReadToEnd();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"The journal {path} cannot be read: {exception.Message}", exception);
        }
    }

    private static JournalLine Parse(string path, int number, string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            return new(number, root.GetProperty("kind").GetString() ?? "", root.GetProperty("at").GetDateTimeOffset(), root.GetProperty("record").Clone());
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new JournalException($"{path}:{number}: this is no line of a journal: {exception.Message}", exception);
        }
    }
}
