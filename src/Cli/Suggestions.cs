namespace Slipway.Cli;

/// <summary>What somebody probably meant who wrote a word that does not exist.</summary>
internal static class Suggestions
{
    /// <summary>"did you mean x?" when one is near, otherwise the words that there are.</summary>
    public static string For(string written, IReadOnlyCollection<string> candidates) =>
        Nearest(written, candidates) is { } near ? $"did you mean {near}?"
        : candidates.Count == 0 ? "there are none."
        : $"there are {string.Join(", ", candidates)}.";

    private static string? Nearest(string written, IEnumerable<string> candidates) => candidates
        .Select(candidate => (Candidate: candidate, Distance: Distance(written, candidate)))
        .Where(pair => pair.Distance <= Math.Max(1, Math.Min(written.Length, pair.Candidate.Length) / 3))
        .OrderBy(pair => pair.Distance)
        .Select(pair => pair.Candidate)
        .FirstOrDefault();

    /// <summary>How many letters must be typed, removed or changed, whatever their case.</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var same = char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]);
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
