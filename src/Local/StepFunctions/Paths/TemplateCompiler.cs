using Slipway.Local.StepFunctions.Documents;
using Slipway.Local.StepFunctions.Intrinsics;

namespace Slipway.Local.StepFunctions.Paths;

/// <summary>From a JSON template to objects that fill it; whatever is wrong is reported to <paramref name="problem"/> and filled with null.</summary>
internal sealed class TemplateCompiler(Action<string, string> problem)
{
    public Template Compile(string location, Json template) =>
        HasExpressions(template) ? CompileNode(location, template) : new ConstantTemplate(template);

    private static bool HasExpressions(Json node) => node switch
    {
        JsonMap map => map.Members.Any(member => IsExpression(member.Key) || HasExpressions(member.Value)),
        JsonList list => list.Any(HasExpressions),
        _ => false,
    };

    private static bool IsExpression(string name) => name.EndsWith(".$", StringComparison.Ordinal);

    private Template CompileNode(string location, Json node)
    {
        if (!HasExpressions(node))
            return new ConstantTemplate(node);

        return node switch
        {
            JsonMap map => CompileMap(location, map),
            JsonList list => new ListTemplate([.. list.Select((item, at) => CompileNode($"{location}[{at}]", item))]),
            _ => new ConstantTemplate(node),
        };
    }

    private MapTemplate CompileMap(string location, JsonMap map)
    {
        var names = new List<string>();
        var members = new List<Template>();
        foreach (var (name, value) in map.Members)
        {
            var plain = IsExpression(name) ? name[..^2] : name;
            if (names.Contains(plain))
                problem($"{location}.{name}", $"'{plain}' is given twice; keep either '{plain}' or '{plain}.$'");

            names.Add(plain);
            members.Add(IsExpression(name) ? CompileExpression(location, name, value) : CompileNode($"{location}.{name}", value));
        }

        return new MapTemplate(new JsonShape([.. names]), [.. members]);
    }

    /// <summary>Compiles a path or an intrinsic function.</summary>
    public Template CompileExpression(string location, string name, Json value)
    {
        if (value.AsText is not { } text)
        {
            problem($"{location}.{name}", "a name that ends with .$ needs a path such as $.input or an intrinsic function such as States.UUID()");
            return new ConstantTemplate(Json.Null);
        }

        try
        {
            return text.StartsWith('$') ? new PathTemplate(name, PathExpression.Parse(text)) : new IntrinsicTemplate(text, IntrinsicParser.Parse(text));
        }
        catch (FormatException broken)
        {
            problem($"{location}.{name}", broken.Message);
            return new ConstantTemplate(Json.Null);
        }
    }
}
