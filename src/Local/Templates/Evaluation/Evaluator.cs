using Slipway.Local.Templates.Syntax;

namespace Slipway.Local.Templates.Evaluation;

/// <summary>Works out the intrinsic functions of a template: the values that CloudFormation would put in their place.</summary>
internal sealed class Evaluator
{
    private readonly Sections _sections;
    private readonly Dictionary<string, Func<Node, Node>> _functions;
    private readonly TextFunctions _texts;
    private readonly LookupFunctions _lookups;

    public Evaluator(Sections sections, StackSettings settings, Problems problems)
    {
        _sections = sections;
        Problems = problems;
        Parameters = new Parameters(sections.Parameters, settings, problems);
        Conditions = new Conditions(sections.Conditions, this);
        Identities = new Identities(sections.Resources, settings, this);
        _texts = new TextFunctions(this);
        _lookups = new LookupFunctions(this, sections.Mappings);
        _functions = new(StringComparer.Ordinal)
        {
            ["Ref"] = node => Reference(Text(node), node.Line),
            ["Fn::GetAtt"] = Attribute,
            ["Fn::Sub"] = _texts.Substitute,
            ["Fn::Join"] = _texts.Join,
            ["Fn::Split"] = _texts.Split,
            ["Fn::Select"] = _texts.Select,
            ["Fn::Base64"] = _texts.Base64,
            ["Fn::FindInMap"] = _lookups.FindInMap,
            ["Fn::GetAZs"] = _lookups.Zones,
            ["Fn::ImportValue"] = _lookups.Import,
            ["Fn::If"] = Choose,
            ["Fn::Equals"] = node => Flag(Conditions.Holds(Wrap("Fn::Equals", node)), node.Line),
            ["Fn::And"] = node => Flag(Conditions.Holds(Wrap("Fn::And", node)), node.Line),
            ["Fn::Or"] = node => Flag(Conditions.Holds(Wrap("Fn::Or", node)), node.Line),
            ["Fn::Not"] = node => Flag(Conditions.Holds(Wrap("Fn::Not", node)), node.Line),
        };
    }

    public Problems Problems { get; }

    public Parameters Parameters { get; }

    public Conditions Conditions { get; }

    public Identities Identities { get; }

    /// <summary>The node without intrinsics; an entry whose value is AWS::NoValue is gone.</summary>
    public Node Evaluate(Node node) => node switch
    {
        Mapping { Entries: [{ } only] } when _functions.TryGetValue(only.Key, out var function) => function(only.Value),
        Mapping { Entries: [{ Key: var key } only] } when key.StartsWith("Fn::", StringComparison.Ordinal) =>
            Problems.Missing(only.Line, $"{key} is not a function that can be worked out locally", Problems.Instead(key, _functions.Keys)),
        Mapping mapping => mapping with { Entries = [.. mapping.Entries.Select(entry => entry with { Value = Evaluate(entry.Value) }).Where(entry => entry.Value is not Absent)] },
        Sequence sequence => sequence with { Items = [.. sequence.Items.Select(Evaluate).Where(item => item is not Absent)] },
        _ => node,
    };

    public Node Reference(string? name, int line) => name switch
    {
        null => new Unknown(line),
        "AWS::NoValue" => new Absent(line),
        _ => Parameters.Find(name, line)
            ?? Identities.Reference(name, line)
            ?? Problems.Missing(
                line, $"!Ref {name} names no parameter or resource of this template", Problems.Instead(name, _sections.Names)),
    };

    /// <summary>The text of a value; null when it is not a text (which is reported) or unknown (which was).</summary>
    public string? Text(Node node)
    {
        var value = Evaluate(node);
        if (value is Scalar scalar)
        {
            return scalar.Text;
        }

        if (value is not Unknown)
        {
            Problems.Add(node.Line, "here stands a list, a map or nothing", "write one text value");
        }

        return null;
    }

    private Node Attribute(Node node)
    {
        if (Evaluate(node) is Sequence { Items: [Scalar resource, Scalar attribute] })
        {
            return Identities.Attribute(resource.Text, attribute.Text, node.Line)
                ?? Problems.Missing(
                    node.Line,
                    $"!GetAtt {resource.Text}.{attribute.Text} names no resource of this template",
                    Problems.Instead(resource.Text, Identities.Ids));
        }

        return Problems.Missing(node.Line, "!GetAtt needs a resource and an attribute", "write !GetAtt Resource.Attribute");
    }

    private Node Choose(Node node) =>
        node is Sequence { Items: [Scalar condition, var yes, var no] }
            ? Conditions.Holds(condition.Text, node.Line) is { } holds ? Evaluate(holds ? yes : no) : new Unknown(node.Line)
            : Problems.Missing(node.Line, "!If needs a condition and two values", "write !If [Condition, value, other value]");

    private static Mapping Wrap(string function, Node node) => new([new Entry(function, node.Line, node)], node.Line);

    private static Node Flag(bool? holds, int line) =>
        holds is { } flag ? new Scalar(flag ? "true" : "false", false, line) : new Unknown(line);
}
