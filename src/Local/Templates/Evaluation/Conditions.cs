using Slipway.Local.Templates.Syntax;

namespace Slipway.Local.Templates.Evaluation;

/// <summary>Which conditions of the template hold under the parameters at hand.</summary>
internal sealed class Conditions(Mapping section, Evaluator evaluator)
{
    private readonly Dictionary<string, bool?> _known = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => section.Entries.Select(entry => entry.Key);

    /// <summary>Null when it cannot be told, which is then reported.</summary>
    public bool? Holds(string name, int line)
    {
        if (_known.TryGetValue(name, out var known))
        {
            return known;
        }

        if (section[name] is not { } expression)
        {
            evaluator.Problems.Add(line, $"there is no condition {name}", Problems.Instead(name, Names));
            return _known[name] = null;
        }

        _known[name] = null;
        return _known[name] = Holds(expression);
    }

    public bool? Holds(Node expression) => expression switch
    {
        Mapping { Entries: [{ Key: "Condition", Value: Scalar name }] } => Holds(name.Text, expression.Line),
        Mapping { Entries: [{ Key: "Fn::Equals", Value: Sequence { Items: [var left, var right] } }] } =>
            evaluator.Text(left) is { } one && evaluator.Text(right) is { } other ? one == other : null,
        Mapping { Entries: [{ Key: "Fn::Not", Value: Sequence { Items: [var inner] } }] } => !Holds(inner),
        Mapping { Entries: [{ Key: "Fn::And", Value: Sequence { Items.Count: >= 2 } parts }] } => All(parts, true),
        Mapping { Entries: [{ Key: "Fn::Or", Value: Sequence { Items.Count: >= 2 } parts }] } => All(parts, false),
        Mapping { Entries: [{ Key: "Ref" or "Fn::FindInMap" or "Fn::Select" }] } =>
            evaluator.Text(expression) is { } text ? text == "true" : null,
        Scalar { Text: "true" or "false" } flag => flag.Text == "true",
        _ => Refuse(expression),
    };

    /// <summary>And: all are true; Or: not all are false.</summary>
    private bool? All(Sequence parts, bool wanted)
    {
        var values = parts.Items.Select(Holds).ToList();
        return values.Contains(!wanted) ? !wanted : values.Contains(null) ? null : wanted;
    }

    private bool? Refuse(Node expression)
    {
        evaluator.Problems.Add(
            expression.Line, "this is not a condition", "write !Equals [a, b], !Not [c], !And [c, d], !Or [c, d] or !Condition Name");
        return null;
    }
}
