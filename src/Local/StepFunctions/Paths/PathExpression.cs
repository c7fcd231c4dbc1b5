using Slipway.Local.StepFunctions.Documents;

namespace Slipway.Local.StepFunctions.Paths;

/// <summary>A path as a state writes it: <c>$</c> into the input, <c>$$</c> into the context object, <c>$name</c> into a variable.</summary>
internal sealed class PathExpression
{
    private readonly JsonPath _path;
    private readonly Origin _origin;

    private PathExpression(string text, JsonPath path, Origin origin, string? variable) =>
        (Text, _path, _origin, Variable) = (text, path, origin, variable);

    private enum Origin
    {
        Input,
        Context,
        Variable,
    }

    public string Text { get; }

    /// <summary>The variable that it reads; null for the input and the context object.</summary>
    public string? Variable { get; }

    /// <summary>Whether it is plain <c>$</c>.</summary>
    public bool IsInput => _origin == Origin.Input && _path.IsRoot;

    /// <summary>Throws <see cref="FormatException"/> when the text is no path.</summary>
    public static PathExpression Parse(string text)
    {
        if (text.StartsWith("$$", StringComparison.Ordinal))
            return new PathExpression(text, JsonPath.Parse(text[1..]), Origin.Context, null);

        if (text.Length < 2 || text[0] != '$' || text[1] is '.' or '[')
            return new PathExpression(text, JsonPath.Parse(text), Origin.Input, null);

        var end = 1;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_'))
            end++;

        return char.IsAsciiDigit(text[1]) || end == 1
            ? throw new FormatException($"'{text}' is no path: write $.name for the input, $$.name for the context object, $name for a variable")
            : new PathExpression(text, JsonPath.Parse("$" + text[end..]), Origin.Variable, text[1..end]);
    }

    /// <summary>The node or the list of nodes; null when it leads nowhere.</summary>
    public Json? Find(Json input, Scope scope) => Root(input, scope) is { } root ? _path.Find(root) : null;

    public bool EndsPastList(Json input, Scope scope) => Root(input, scope) is { } root && _path.EndsPastList(root);

    /// <summary>Why it leads nowhere, in the words of AWS.</summary>
    public string WhyMissing(Json input, Scope scope) =>
        Root(input, scope) is { } root ? _path.WhyMissing(root) : $"No results for path: $['{Variable}']";

    private Json? Root(Json input, Scope scope) => _origin switch
    {
        Origin.Input => input,
        Origin.Context => scope.Context,
        _ => scope.Variables.Find(Variable!),
    };
}
