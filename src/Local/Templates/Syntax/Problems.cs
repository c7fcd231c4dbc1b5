namespace Slipway.Local.Templates.Syntax;

/// <summary>Collects what is wrong while reading goes on, so that one run names every problem.</summary>
internal sealed class Problems(string file)
{
    private readonly List<Problem> _found = [];

    public string File { get; } = file;

    /// <summary>Every problem once, in the order of the lines.</summary>
    public IReadOnlyList<Problem> InOrder =>
        [.. _found.Distinct().OrderBy(problem => problem.File == File ? 0 : 1).ThenBy(problem => problem.File, StringComparer.Ordinal).ThenBy(problem => problem.Line)];

    public void Add(int line, string message, string remedy) => Add(File, line, message, remedy);

    public void Add(string where, int line, string message, string remedy) =>
        _found.Add(new Problem(where, Math.Max(line, 1), message, remedy));

    /// <summary>Adds the problem and stands in for the value, so that nothing follows from it.</summary>
    public Unknown Missing(int line, string message, string remedy)
    {
        Add(line, message, remedy);
        return new Unknown(line);
    }

    /// <summary>"write X" for the nearest known name, or the list of what there is.</summary>
    public static string Instead(string given, IEnumerable<string> known)
    {
        var names = known.Distinct().Order(StringComparer.Ordinal).ToList();
        var nearest = names.OrderBy(name => Distance(given, name)).FirstOrDefault();
        return nearest is null ? "remove it"
            : Distance(given, nearest) <= Math.Max(2, given.Length / 3) ? $"write {nearest}"
            : names.Count <= 12 ? $"write one of {string.Join(", ", names)}"
            : $"there is nothing of that name; the nearest is {nearest}";
    }

    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 0; i < left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var j = 0; j < right.Length; j++)
            {
                var cost = char.ToLowerInvariant(left[i]) == char.ToLowerInvariant(right[j]) ? 0 : 1;
                (diagonal, row[j + 1]) = (row[j + 1], Math.Min(Math.Min(row[j] + 1, row[j + 1] + 1), diagonal + cost));
            }
        }

        return row[^1];
    }
}
