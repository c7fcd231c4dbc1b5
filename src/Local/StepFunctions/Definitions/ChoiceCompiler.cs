using Slipway.Local.StepFunctions.Documents;
using Slipway.Local.StepFunctions.States;

namespace Slipway.Local.StepFunctions.Definitions;

/// <summary>Compiles the rules of a Choice state.</summary>
internal sealed class ChoiceCompiler(string name, Fields fields, Wiring wiring)
{
    public List<ChoiceRule> Rules()
    {
        var list = fields.List("Choices");
        if (list is { Count: 0 } || (list is null && !fields.Has("Choices")))
            fields.Problem("Choices", "missing; write an array of rules");

        var rules = new List<ChoiceRule>();
        for (var at = 0; at < (list?.Count ?? 0); at++)
        {
            if (Entry(list![at], $"{fields.Location}.Choices[{at}]") is not { } entry)
                continue;

            var rule = new ChoiceRule(Compile(entry), entry.Assign());
            if (entry.Text("Next") is { } target)
                wiring.Add(name, $"{entry.Location}.Next", target, state => rule.Next = state);
            else if (!entry.Has("Next"))
                entry.Problem("Next", "missing; name the state that follows when the rule holds");

            entry.RefuseOthers("a rule");
            rules.Add(rule);
        }

        return rules;
    }

    private Fields? Entry(Json value, string location)
    {
        if (value is JsonMap map)
            return new Fields(map, location, fields.Problems);

        fields.Problems.Add(new(location, "a rule is an object"));
        return null;
    }

    private Condition Compile(Fields rule)
    {
        rule.Text("Comment");
        if (rule.Has("And"))
            return new AllConditions(Parts(rule, "And"));

        if (rule.Has("Or"))
            return new AnyCondition(Parts(rule, "Or"));

        if (rule.Has("Not"))
            return new NotCondition(rule.Map("Not") is { } inner ? Nested(new Fields(inner, $"{rule.Location}.Not", fields.Problems)) : Nothing);

        return Test(rule);
    }

    private static AllConditions Nothing { get; } = new([]);

    private List<Condition> Parts(Fields rule, string field)
    {
        var parts = rule.List(field) ?? JsonList.Empty;
        if (parts.Count == 0)
            rule.Problem(field, "write an array of at least one rule");

        return [.. parts.Select((part, at) => Entry(part, $"{rule.Location}.{field}[{at}]") is { } entry ? Nested(entry) : Nothing)];
    }

    private Condition Nested(Fields rule)
    {
        var condition = Compile(rule);
        rule.RefuseOthers("a nested rule");
        return condition;
    }

    private static Condition Test(Fields rule)
    {
        if (!rule.Has("Variable"))
            rule.Problem("Variable", "missing; write the path to compare, such as $.status, or And, Or or Not");

        var variable = rule.Path("Variable");
        var used = Comparisons.Names.SelectMany(known => new[] { known, known + "Path" }).Where(rule.Has).ToList();
        if (used.Count != 1)
        {
            used.ForEach(field => rule.Take(field));
            rule.Problem(null, $"a rule has exactly one operator such as StringEquals or IsPresent, not {used.Count}");
            return Nothing;
        }

        return variable is null ? Refused(rule, used[0]) : Compare(rule, used[0], variable);
    }

    private static AllConditions Refused(Fields rule, string field)
    {
        rule.Take(field);
        return Nothing;
    }

    private static Condition Compare(Fields rule, string field, Paths.PathExpression variable)
    {
        if (field == "IsPresent")
            return new PresenceCondition(variable, rule.Flag(field));

        if (Comparisons.Test(field) is { } test)
            return new KindCondition(variable, test, rule.Flag(field));

        if (field.EndsWith("Path", StringComparison.Ordinal))
            return rule.Path(field) is { } other && Comparisons.Operator(field[..^4]) is { } compared ? new ComparisonCondition(variable, compared, null, other) : Nothing;

        var constant = rule.Take(field)!;
        if (!Comparisons.Accepts(field, constant))
            rule.Problem(field, $"{constant} cannot be compared by {field}");

        return new ComparisonCondition(variable, Comparisons.Operator(field)!, constant, null);
    }
}
