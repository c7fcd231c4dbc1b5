namespace Slipway.Domain;

/// <summary>What somebody probably meant who wrote a word that does not exist.</summary>
public static class Suggestion
{
    private const int Listed = 30;

    /// <summary>"did you mean 'x'?" when one candidate is near, otherwise all of them after <paramref name="otherwise"/>.</summary>
    public static string For(string written, IReadOnlyCollection<string> candidates, string otherwise) =>
        Nearest(written, candidates) is { } near ? $"did you mean '{near}'?"
        : candidates.Count == 0 ? "there are none"
        : $"{otherwise} {string.Join(", ", candidates.Take(Listed))}{(candidates.Count > Listed ? ", ..." : "")}";

    /// <summary>The same as the end of a sentence.</summary>
    public static string Sentence(string written, IReadOnlyCollection<string> candidates) =>
        For(written, candidates, "there are") is var text && text.EndsWith('?') ? text : $"{text}.";

    public static string? Nearest(string written, IEnumerable<string> candidates) =>
        candidates
            .Select(candidate => (Candidate: candidate, Distance: Distance(written, candidate)))
            .Where(pair => pair.Distance <= Math.Max(1, Math.Min(written.Length, pair.Candidate.Length) / 3))
            .OrderBy(pair => pair.Distance)
            .Select(pair => pair.Candidate)
            .FirstOrDefault();

    /// <summary>How many letters must be typed, removed or changed, whatever their case.</summary>
    private static int Distance(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > 8)
        {
            return int.MaxValue;
        }

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
