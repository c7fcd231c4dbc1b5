namespace Slipway.Local.Events.Patterns;

/// <summary>A text with stars that each stand for anything, also for nothing; a backslash takes a star or backslash literally.</summary>
internal sealed class Wildcard
{
    private readonly IReadOnlyList<string> _pieces;

    private Wildcard(IReadOnlyList<string> pieces) => _pieces = pieces;

    /// <summary>Null for two stars in a row and for a backslash before anything else, which EventBridge refuses.</summary>
    public static Wildcard? Parse(string text)
    {
        var pieces = new List<string> { "" };
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '*' when i > 0 && pieces.Count > 1 && pieces[^1].Length == 0:
                    return null;
                case '*':
                    pieces.Add("");
                    break;
                case '\\' when i + 1 < text.Length && text[i + 1] is '*' or '\\':
                    pieces[^1] += text[++i];
                    break;
                case '\\':
                    return null;
                default:
                    pieces[^1] += text[i];
                    break;
            }
        }

        return new Wildcard(pieces);
    }

    public bool Matches(string text)
    {
        if (_pieces.Count == 1)
        {
            return text == _pieces[0];
        }

        if (!text.StartsWith(_pieces[0], StringComparison.Ordinal) || !text.EndsWith(_pieces[^1], StringComparison.Ordinal))
        {
            return false;
        }

        var (from, end) = (_pieces[0].Length, text.Length - _pieces[^1].Length);
        foreach (var piece in _pieces.Skip(1).SkipLast(1))
        {
            var found = from <= end ? text.IndexOf(piece, from, end - from, StringComparison.Ordinal) : -1;
            if (found < 0)
            {
                return false;
            }

            from = found + piece.Length;
        }

        return from <= end;
    }
}
