namespace Slipway.Domain.Systems.Shapes;

/// <summary>The words of a manifest for the values of the domain.</summary>
internal sealed record Words<T>(params IReadOnlyList<(string Word, T Value)> All)
    where T : struct
{
    public ScalarShape Shape { get; } = Scalars.Choice(WordsOf(All));

    // Loops, no LINQ: of a pair for each T a native program would carry every iterator of LINQ ten times, megabytes that each start pays for.
    public T? Find(string? word)
    {
        foreach (var (known, value) in All)
        {
            if (known == word)
            {
                return value;
            }
        }

        return null;
    }

    private static string[] WordsOf(IReadOnlyList<(string Word, T Value)> all)
    {
        var words = new string[all.Count];
        for (var index = 0; index < words.Length; index++)
        {
            words[index] = all[index].Word;
        }

        return words;
    }
}
