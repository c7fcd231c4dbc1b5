using Slipway.Local.Templates.Syntax;

namespace Slipway.Local.Templates.Reading;

/// <summary>SAM's Globals: maps merge by key, lists are lengthened, and what the resource says itself wins over a single value.</summary>
internal sealed class Globals
{
    private static readonly string[] Kinds = ["Function", "Api", "HttpApi", "SimpleTable", "StateMachine", "LayerVersion", "CapacityProvider", "WebSocketApi"];
    private static readonly string[] NeverGlobal = ["Events", "FunctionName", "InlineCode", "Policies", "Role", "Name", "DefinitionUri", "DefinitionSubstitutions"];
    private readonly Mapping _section;

    public Globals(Mapping section, Problems problems)
    {
        _section = section;
        foreach (var kind in section.Entries)
        {
            if (!Kinds.Contains(kind.Key))
            {
                problems.Add(kind.Line, $"Globals has no {kind.Key}", Problems.Instead(kind.Key, Kinds));
            }

            foreach (var property in ((kind.Value as Mapping)?.Entries ?? []).Where(property => NeverGlobal.Contains(property.Key)))
            {
                problems.Add(property.Line, $"SAM does not take {property.Key} from Globals", $"write {property.Key} on each resource");
            }
        }
    }

    public Mapping MergedInto(string type, Mapping properties)
    {
        const string Serverless = "AWS::Serverless::";
        return type.StartsWith(Serverless, StringComparison.Ordinal) && _section[type[Serverless.Length..]] is Mapping global
            ? (Mapping)Merge(global, properties)
            : properties;
    }

    private static Node Merge(Node global, Node local) => (global, local) switch
    {
        (Mapping left, Mapping right) when !IsIntrinsic(left) && !IsIntrinsic(right) => Merge(left, right),
        (Sequence left, Sequence right) => right with { Items = [.. left.Items, .. right.Items] },
        _ => local,
    };

    private static Mapping Merge(Mapping global, Mapping local) => local with
    {
        Entries =
        [
            .. global.Entries.Where(entry => local[entry.Key] is null),
            .. local.Entries.Select(
                entry => global[entry.Key] is { } inherited ? entry with { Value = Merge(inherited, entry.Value) } : entry),
        ],
    };

    private static bool IsIntrinsic(Mapping mapping) =>
        mapping.Entries is [{ Key: var key }] && (key is "Ref" || key.StartsWith("Fn::", StringComparison.Ordinal));
}
