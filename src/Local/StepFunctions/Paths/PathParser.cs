using System.Globalization;
using System.Text;

namespace Slipway.Local.StepFunctions.Paths;

/// <summary>Reads JSONPath text: dots, brackets with names, indices, slices, unions, wildcards, filters and descent.</summary>
internal sealed class PathParser(string text, int start = 0, string stops = "")
{
    private readonly int _start = start;
    private int _at = start;

    /// <summary>Where reading ended, for a path inside a filter.</summary>
    public int Position => _at;

    private char Current => _at < text.Length ? text[_at] : '\0';

    /// <summary>Reads from <c>$</c> or <c>@</c> to the end, or to one of the stop characters.</summary>
    public JsonPath Parse()
    {
        if (Current is not ('$' or '@'))
            throw Broken("a path starts with $");

        _at++;
        var segments = new List<Segment>();
        while (_at < text.Length && !stops.Contains(Current, StringComparison.Ordinal))
            segments.Add(ReadSegment());

        return new JsonPath(text[_start.._at], [.. segments]);
    }

    private Segment ReadSegment()
    {
        switch (Current)
        {
            case '.' when _at + 1 < text.Length && text[_at + 1] == '.':
                _at += 2;
                return new DescentSegment(Current == '[' ? ReadBracket() : ReadName());
            case '.':
                _at++;
                return ReadName();
            case '[':
                return ReadBracket();
            default:
                throw Broken($"'{Current}' is not expected; write .name or [...]");
        }
    }

    private Segment ReadName()
    {
        if (Current == '*')
        {
            _at++;
            return new WildcardSegment();
        }

        if (text.AsSpan(_at).StartsWith(LengthSegment.Call, StringComparison.Ordinal))
        {
            _at += LengthSegment.Call.Length;
            return new LengthSegment();
        }

        var from = _at;
        while (_at < text.Length && Current is not ('.' or '[') && !stops.Contains(Current, StringComparison.Ordinal))
        {
            if (Current is ' ' or ']' or '(' or ')' or '*' or '\'' or '"' or ',')
                throw Broken($"'{Current}' is not allowed in a name; write ['...']");

            _at++;
        }

        return _at > from ? new ChildSegment(text[from.._at]) : throw Broken("a name is missing after the dot");
    }

    private Segment ReadBracket()
    {
        _at++;
        var parts = new List<Segment>();
        do
        {
            SkipSpace();
            parts.Add(Current switch
            {
                '*' => Wildcard(),
                '?' => Filter(),
                '\'' or '"' => new ChildSegment(ReadQuoted()),
                _ => ReadNumbers(),
            });
            SkipSpace();
        }
        while (Take(','));

        if (!Take(']'))
            throw Broken("']' is missing");

        return parts.Count == 1 ? parts[0] : new UnionSegment([.. parts]);
    }

    private WildcardSegment Wildcard()
    {
        _at++;
        return new WildcardSegment();
    }

    private FilterSegment Filter()
    {
        var parser = new FilterParser(text, _at + 1);
        var filter = parser.Parse();
        _at = parser.Position;
        return new FilterSegment(filter);
    }

    private Segment ReadNumbers()
    {
        var numbers = new List<int?>();
        do
        {
            SkipSpace();
            numbers.Add(ReadNumber());
            SkipSpace();
        }
        while (Take(':'));

        return numbers switch
        {
            [{ } index] => new IndexSegment(index),
            [var from, var to] => new SliceSegment(from, to, 1),
            [var from, var to, var step] when step is null or > 0 => new SliceSegment(from, to, step ?? 1),
            _ => throw Broken("write an index such as [0], a slice such as [1:3], a name such as ['x'], or [*]"),
        };
    }

    private int? ReadNumber()
    {
        var from = _at;
        if (Current == '-')
            _at++;

        while (char.IsAsciiDigit(Current))
            _at++;

        if (_at == from)
            return null;

        return int.TryParse(text.AsSpan(from, _at - from), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Broken("an index must be an integer");
    }

    private string ReadQuoted()
    {
        var quote = text[_at++];
        var name = new StringBuilder();
        while (Current != quote)
        {
            if (_at >= text.Length)
                throw Broken("a quote is not closed");

            if (Current == '\\' && _at + 1 < text.Length && (text[_at + 1] == quote || text[_at + 1] == '\\'))
                _at++;

            name.Append(text[_at++]);
        }

        _at++;
        return name.ToString();
    }

    private bool Take(char expected)
    {
        if (Current != expected || _at >= text.Length)
            return false;

        _at++;
        return true;
    }

    private void SkipSpace()
    {
        while (char.IsWhiteSpace(Current))
            _at++;
    }

    private FormatException Broken(string why) => new($"'{text}' is not a JSONPath: {why} (at character {_at + 1})");
}
