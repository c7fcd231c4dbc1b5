using System.Globalization;
using Slipway.Local.StepFunctions.Documents;
using Slipway.Local.StepFunctions.Paths;
using Slipway.Local.StepFunctions.States;

namespace Slipway.Local.StepFunctions.Definitions;

/// <summary>The fields of one object of a definition: each is read once, and what nobody reads is reported.</summary>
internal sealed class Fields(JsonMap map, string location, List<DefinitionProblem> problems)
{
    private readonly HashSet<string> _read = [];

    public string Location => location;

    public List<DefinitionProblem> Problems => problems;

    public bool Has(string name) => map.Find(name) is not null;

    public Json? Take(string name)
    {
        _read.Add(name);
        return map.Find(name);
    }

    public void Problem(string? field, string message) => problems.Add(new(field is null ? location : $"{location}.{field}", message));

    public string? Text(string name) => Typed(name, value => value.AsText, "a text");

    public bool Flag(string name) => Typed<JsonTruth>(name, value => value as JsonTruth, "true or false")?.Value ?? false;

    public double? Number(string name, double least, string what) =>
        Typed(name, value => value is JsonNumber number && number.Value >= least ? number : null, what)?.Value;

    public long? Whole(string name, long least, string what) =>
        Typed(name, value => value is JsonNumber { IsWhole: true } number && number.Whole >= least ? number : null, what)?.Whole;

    public JsonMap? Map(string name) => Typed(name, value => value as JsonMap, "an object");

    public JsonList? List(string name) => Typed(name, value => value as JsonList, "an array");

    public PathExpression? Path(string name) => Text(name) is { } text ? Parsed(name, () => PathExpression.Parse(text)) : null;

    public Template? Template(string name) => Take(name) is { } template ? Compiler.Compile($"{location}.{name}", template) : null;

    public Template? Assign() => Map("Assign") is { } assign ? Compiler.Compile($"{location}.Assign", assign) : null;

    /// <summary>A path or an intrinsic function in a field of its own, such as ErrorPath.</summary>
    public Template? Expression(string name) => Text(name) is { } text ? Compiler.CompileExpression(location, name, Json.Of(text)) : null;

    public Selection Selection(string name) => Take(name) switch
    {
        null => States.Selection.Everything,
        JsonNull => States.Selection.Nothing,
        _ => Path(name) is { IsInput: false } path ? new Selection(path) : States.Selection.Everything,
    };

    public ResultPlace ResultPath() => Take("ResultPath") switch
    {
        null => ResultPlace.Replace,
        JsonNull => ResultPlace.Discard,
        JsonText { Value: var text } => Parsed("ResultPath", () => JsonPath.Parse(text)) switch
        {
            null or { IsRoot: true } => ResultPlace.Replace,
            { IsReference: true } path => new ResultPlace(path),
            _ => Refuse("ResultPath", "a result goes to one place; write a path of names and indices such as $.result"),
        },
        _ => Refuse("ResultPath", "write a path such as $.result, or null to discard the result"),
    };

    /// <summary>A number of seconds, or the path to one; both together are refused.</summary>
    public Seconds? SecondsOrPath(string name)
    {
        if (Has(name) && Has(name + "Path"))
            Problem(name, $"write either {name} or {name}Path, not both");

        if (Path(name + "Path") is { } path)
            return new Seconds(name + "Path", 0, path);

        return Whole(name, 1, "a positive whole number of seconds") is { } seconds ? new Seconds(name, seconds, null) : null;
    }

    /// <summary>Reports each field that was not read.</summary>
    public void RefuseOthers(string what)
    {
        foreach (var name in map.Names.Where(name => !_read.Contains(name)))
            Problem(name, $"{what} has no such field; remove it or correct its name (known: {string.Join(", ", _read.Order(StringComparer.Ordinal))})");
    }

    private TemplateCompiler Compiler => new((where, message) => problems.Add(new(where, message)));

    private ResultPlace Refuse(string field, string message)
    {
        Problem(field, message);
        return ResultPlace.Replace;
    }

    private T? Typed<T>(string name, Func<Json, T?> read, string what)
        where T : class
    {
        var value = Take(name);
        if (value is null)
            return null;

        var typed = read(value);
        if (typed is null)
            Problem(name, string.Create(CultureInfo.InvariantCulture, $"write {what}, not {value}"));

        return typed;
    }

    private T? Parsed<T>(string name, Func<T> parse)
        where T : class
    {
        try
        {
            return parse();
        }
        catch (FormatException broken)
        {
            Problem(name, broken.Message);
            return null;
        }
    }
}
