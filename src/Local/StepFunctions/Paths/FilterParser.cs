using Slipway.Local.StepFunctions.Documents;

namespace Slipway.Local.StepFunctions.Paths;

/// <summary>Reads the condition of a filter: comparisons joined by <c>&amp;&amp;</c> and <c>||</c>, with <c>!</c> and parentheses.</summary>
internal sealed class FilterParser(string text, int start)
{
    private static readonly string[] Comparisons = ["==", "!=", "<=", ">=", "=~", "<", ">", "nin ", "in "];

    private int _at = start;

    public int Position => _at;

    /// <summary>Reads from the opening parenthesis through the closing one.</summary>
    public FilterExpression Parse()
    {
        Expect("(");
        var filter = ReadAny();
        Expect(")");
        return filter;
    }

    private FilterExpression ReadAny()
    {
        var left = ReadAll();
        while (Take("||"))
            left = new AnyOf(left, ReadAll());

        return left;
    }

    private FilterExpression ReadAll()
    {
        var left = ReadOne();
        while (Take("&&"))
            left = new AllOf(left, ReadOne());

        return left;
    }

    private FilterExpression ReadOne()
    {
        if (Take("!"))
            return new NotOf(ReadOne());

        if (Take("("))
        {
            var inner = ReadAny();
            Expect(")");
            return inner;
        }

        var left = ReadOperand();
        foreach (var comparison in Comparisons)
        {
            if (Take(comparison))
                return new Compares(left, comparison.TrimEnd(), ReadOperand());
        }

        return new Exists(left);
    }

    private FilterOperand ReadOperand()
    {
        SkipSpace();
        if (_at >= text.Length)
            throw Broken("the condition ends too early");

        if (text[_at] is '@' or '$')
        {
            var fromRoot = text[_at] == '$';
            var parser = new PathParser(text, _at, " )=!<>&|,");
            var path = parser.Parse();
            _at = parser.Position;
            return new FilterOperand(path, fromRoot, null);
        }

        return new FilterOperand(null, false, ReadLiteral());
    }

    private Json ReadLiteral()
    {
        SkipSpace();
        var from = _at;
        switch (text[_at])
        {
            case '\'' or '"':
                return Json.Of(ReadDelimited(text[_at]));
            case '/':
                var pattern = "/" + ReadDelimited('/') + "/";
                return Json.Of(Take("i") ? pattern + "i" : pattern);
            case '[':
                return ReadList();
        }

        while (_at < text.Length && text[_at] is not (' ' or ')' or ',' or ']' or '&' or '|'))
            _at++;

        try
        {
            return Json.Parse(text[from.._at]);
        }
        catch (FormatException)
        {
            throw Broken($"'{text[from.._at]}' is no literal");
        }
    }

    private JsonList ReadList()
    {
        _at++;
        var items = new List<Json>();
        while (!Take("]"))
        {
            items.Add(ReadLiteral());
            Take(",");
        }

        return JsonList.Of(items);
    }

    private string ReadDelimited(char delimiter)
    {
        var from = ++_at;
        while (_at < text.Length && text[_at] != delimiter)
            _at += text[_at] == '\\' ? 2 : 1;

        if (_at >= text.Length)
            throw Broken("a literal is not closed");

        var raw = text[from.._at++];
        return delimiter == '/' ? raw : raw.Replace("\\" + delimiter, delimiter.ToString(), StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
    }

    private bool Take(string expected)
    {
        SkipSpace();
        if (string.CompareOrdinal(text, _at, expected, 0, expected.Length) != 0)
            return false;

        _at += expected.Length;
        return true;
    }

    private void Expect(string expected)
    {
        if (!Take(expected))
            throw Broken($"'{expected}' is missing");
    }

    private void SkipSpace()
    {
        while (_at < text.Length && text[_at] == ' ')
            _at++;
    }

    private FormatException Broken(string why) => new($"'{text}' is not a JSONPath: {why} (at character {_at + 1})");
}
