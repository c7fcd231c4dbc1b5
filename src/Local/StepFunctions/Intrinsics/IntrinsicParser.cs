using System.Text;
using Slipway.Local.StepFunctions.Documents;
using Slipway.Local.StepFunctions.Paths;

namespace Slipway.Local.StepFunctions.Intrinsics;

/// <summary>Reads <c>States.Name(argument, ...)</c> with nested calls, quoted strings and paths.</summary>
internal sealed class IntrinsicParser
{
    private readonly string _text;
    private int _at;

    private IntrinsicParser(string text) => _text = text;

    private char Current => _at < _text.Length ? _text[_at] : '\0';

    /// <summary>Throws <see cref="FormatException"/> when the text is no call of a known function.</summary>
    public static Argument Parse(string text)
    {
        var parser = new IntrinsicParser(text);
        parser.SkipSpace();
        if (!text.AsSpan(parser._at).StartsWith("States.", StringComparison.Ordinal))
            throw new FormatException($"'{text}' is neither a path nor an intrinsic function; write $.name, $$.name, $name or States.Function(...)");

        var call = parser.ReadCall();
        parser.SkipSpace();
        return parser._at == text.Length ? call : throw parser.Broken("something follows the closing parenthesis");
    }

    private CallArgument ReadCall()
    {
        var from = _at;
        while (char.IsLetterOrDigit(Current) || Current == '.')
            _at++;

        var name = _text[from.._at];
        if (!Catalogue.TryFind(name, out var function))
            throw Broken($"there is no function '{name}'; known are {Catalogue.Names}");

        Expect('(');
        var arguments = new List<Argument>();
        SkipSpace();
        while (Current != ')')
        {
            arguments.Add(ReadArgument());
            SkipSpace();
            if (Current == ')')
                break;

            if (Current != ',')
                throw Broken("',' or ')' is missing");

            _at++;
            SkipSpace();
        }

        Expect(')');
        return arguments.Count >= function.Least && arguments.Count <= function.Most
            ? new CallArgument(function, [.. arguments])
            : throw Broken($"{name} takes {Count(function)}, not {arguments.Count}");
    }

    private static string Count(Intrinsic function) => (function.Least, function.Most) switch
    {
        (var least, int.MaxValue) => $"at least {least} arguments",
        var (least, most) when least == most => $"{least} arguments",
        var (least, most) => $"{least} to {most} arguments",
    };

    private Argument ReadArgument()
    {
        switch (Current)
        {
            case '\'':
                return ReadText();
            case '$':
                return new PathArgument(PathExpression.Parse(ReadPath()));
            case 'S':
                return ReadCall();
        }

        var from = _at;
        while (_at < _text.Length && Current is not (',' or ')') && !char.IsWhiteSpace(Current))
            _at++;

        try
        {
            return new LiteralArgument(Json.Parse(_text[from.._at]));
        }
        catch (FormatException)
        {
            throw Broken($"'{_text[from.._at]}' is no argument; quote a text like 'this'");
        }
    }

    private LiteralArgument ReadText()
    {
        var text = new StringBuilder();
        _at++;
        while (Current != '\'')
        {
            if (_at >= _text.Length)
                throw Broken("a quote is not closed");

            if (Current == '\\')
                text.Append(ReadEscape());
            else
                text.Append(_text[_at++]);
        }

        _at++;
        return new LiteralArgument(Json.Of(text.ToString()));
    }

    /// <summary>Escaped braces keep their backslash, because only <c>States.Format</c> knows whether they are literal.</summary>
    private string ReadEscape()
    {
        var escaped = _at + 1 < _text.Length ? _text[_at + 1] : '\0';
        _at += 2;
        return escaped switch
        {
            '\'' => "'",
            '\\' => "\\",
            '{' => "\\{",
            '}' => "\\}",
            _ => throw Broken("a backslash stands only before ' { } or another backslash"),
        };
    }

    private string ReadPath()
    {
        var from = _at;
        var depth = 0;
        for (; _at < _text.Length; _at++)
        {
            if (Current is '\'' or '"' && depth > 0)
                SkipQuoted();
            else if (Current is '[' or '(')
                depth++;
            else if (Current is ']' || (Current is ')' && depth > 0))
                depth--;
            else if (depth == 0 && (Current is ',' or ')' || char.IsWhiteSpace(Current)))
                break;
        }

        return _text[from.._at];
    }

    private void SkipQuoted()
    {
        var quote = _text[_at++];
        while (_at < _text.Length && Current != quote)
            _at += Current == '\\' ? 2 : 1;
    }

    private void Expect(char expected)
    {
        SkipSpace();
        if (Current != expected)
            throw Broken($"'{expected}' is missing");

        _at++;
    }

    private void SkipSpace()
    {
        while (char.IsWhiteSpace(Current))
            _at++;
    }

    private FormatException Broken(string why) => new($"'{_text}' is not an intrinsic function call: {why} (at character {_at + 1})");
}
