using Slipway.Local.Templates.Syntax;

namespace Slipway.Local.Templates.Evaluation;

/// <summary>What each resource is called, and what !Ref and !GetAtt give for it.</summary>
internal sealed class Identities(Mapping resources, StackSettings settings, Evaluator evaluator)
{
    private readonly Dictionary<string, Identity?> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = [];

    public IEnumerable<string> Ids => resources.Entries.Select(entry => entry.Key);

    public Node? Reference(string id, int line) =>
        LeftOut(id, line) is { } leftOut ? leftOut
        : Find(id, line) is { } identity ? new Scalar(identity.Reference, true, line)
        : Derived(id, line) is { } derived ? new Scalar(derived.Reference, true, line)
        : _open.Contains(id) || resources[id] is not null ? new Unknown(line)
        : null;

    /// <summary>Null when there is no such resource; a wrong attribute is reported here.</summary>
    public Node? Attribute(string id, string attribute, int line)
    {
        if (LeftOut(id, line) is { } leftOut)
        {
            return leftOut;
        }

        if ((Find(id, line) ?? Derived(id, line)) is not { } identity)
        {
            return resources[id] is null ? null : new Unknown(line);
        }

        if (identity.Attributes.TryGetValue(attribute, out var value))
        {
            return new Scalar(value, true, line);
        }

        // Of types that are not run, nobody here knows every attribute: a name that can be told apart has to do.
        return identity.IsComplete
            ? evaluator.Problems.Missing(
                line, $"{id} ({identity.Type}) has no attribute {attribute}", Problems.Instead(attribute, identity.Attributes.Keys))
            : new Scalar($"{identity.Name}.{attribute}", true, line);
    }

    public Identity? Find(string id, int line)
    {
        if (_known.TryGetValue(id, out var known))
        {
            return known;
        }

        if (resources[id] is not Mapping resource || (resource["Type"] as Scalar)?.Text is not { } type)
        {
            return null;
        }

        if (!_open.Add(id))
        {
            evaluator.Problems.Add(line, $"the name of {id} depends on itself", "name it without a reference to itself");
            return null;
        }

        var name = PhysicalName(id, type, resource["Properties"] as Mapping ?? Mapping.Empty);
        _open.Remove(id);
        return _known[id] = Identity.Of(type, name, settings, BusOf(type, resource));
    }

    private Unknown? LeftOut(string id, int line) =>
        (resources[id] as Mapping)?["Condition"] is Scalar condition && evaluator.Conditions.Holds(condition.Text, condition.Line) == false
            ? evaluator.Problems.Missing(
                line,
                $"{id} is not there while the condition {condition.Text} does not hold",
                $"write !If [{condition.Text}, ..., !Ref AWS::NoValue]")
            : null;

    private string PhysicalName(string id, string type, Mapping properties)
    {
        var key = Identity.NameProperty(type);
        var given = key is null ? null : properties[key];
        var fallback = type is "AWS::S3::Bucket" ? $"{settings.StackName}-{id}".ToLowerInvariant() : $"{settings.StackName}-{id}";
        return given is null || evaluator.Evaluate(given) is not Scalar { IsNull: false } name ? fallback : name.Text;
    }

    private string BusOf(string type, Mapping resource) =>
        type == "AWS::Events::Rule" && (resource["Properties"] as Mapping)?["EventBusName"] is { } bus
            && evaluator.Evaluate(bus) is Scalar name
            ? name.Text
            : "default";

    /// <summary>What SAM adds beside a function or state machine: its role, and the rule of an event.</summary>
    private Identity? Derived(string id, int line)
    {
        var owner = resources.Entries.Where(
            entry => id.StartsWith(entry.Key, StringComparison.Ordinal) && id.Length > entry.Key.Length).MaxBy(entry => entry.Key.Length);
        if (owner?.Value is not Mapping resource || (resource["Type"] as Scalar)?.Text is not ("AWS::Serverless::Function" or "AWS::Serverless::StateMachine"))
        {
            return null;
        }

        var suffix = id[owner.Key.Length..];
        var events = (resource["Properties"] as Mapping)?["Events"] as Mapping;
        return suffix switch
        {
            "Role" => Identity.Of("AWS::IAM::Role", $"{settings.StackName}-{id}", settings, "default"),
            "Url" when (resource["Properties"] as Mapping)?["FunctionUrlConfig"] is not null => Identity.OfUrl($"{settings.StackName}-{owner.Key}", settings),
            ".Version" or ".Alias" when Find(owner.Key, line) is { } function => function with { Reference = $"{function.Attributes["Arn"]}:live" },
            _ when events?[suffix] is not null => Identity.Of("AWS::Events::Rule", $"{settings.StackName}-{id}", settings, "default"),
            _ => null,
        };
    }
}
