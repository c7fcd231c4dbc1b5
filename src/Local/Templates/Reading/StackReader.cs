using Slipway.Local.Templates.Evaluation;
using Slipway.Local.Templates.Syntax;

namespace Slipway.Local.Templates.Reading;

/// <summary>Turns the sections of a template into the stack: first every resource, then what connects them.</summary>
internal sealed class StackReader(Sections sections, Evaluator evaluator, StackSettings settings, Problems problems)
{
    private static readonly string[] Attributes =
        ["Type", "Properties", "DependsOn", "Condition", "Metadata", "DeletionPolicy", "UpdateReplacePolicy", "CreationPolicy", "UpdatePolicy", "Connectors", "IgnoreGlobals"];

    private readonly Globals _globals = new(sections.Globals, problems);

    public Template Read(Template empty)
    {
        foreach (var name in sections.Conditions.Entries)
        {
            evaluator.Conditions.Holds(name.Key, name.Line);
        }

        var declared = sections.Resources.Entries.Select(Declare).OfType<Declaration>().ToList();
        var factory = new ResourceFactory(empty.Path);
        var resources = declared.Select(factory.Create).ToList();
        var catalogue = new Catalogue(resources, settings, problems);
        var connections = new ConnectionReader(catalogue);
        foreach (var declaration in declared)
        {
            connections.Read(declaration);
        }

        ConsistencyChecks.Run(catalogue, connections.Mappings, problems);
        PermissionChecks.Run(catalogue, connections.Rules, problems);
        return empty with
        {
            Resources = [.. catalogue.Resources],
            Rules = connections.Rules,
            Mappings = connections.Mappings,
            Outputs = Outputs(),
        };
    }

    /// <summary>Null for a resource that its condition leaves out, and for one that is none.</summary>
    private Declaration? Declare(Entry entry)
    {
        if (entry.Value is not Mapping resource || (resource["Type"] as Scalar)?.Text is not { Length: > 0 } type)
        {
            problems.Add(entry.Line, $"the resource {entry.Key} has no Type", "write Type: with the type of the resource");
            return null;
        }

        foreach (var attribute in resource.Entries.Where(attribute => !Attributes.Contains(attribute.Key)))
        {
            problems.Add(
                attribute.Line,
                $"{attribute.Key} is no attribute of a resource ({entry.Key})",
                Problems.Instead(attribute.Key, Attributes) + ", or move it below Properties");
        }

        if (resource["Condition"] is Scalar condition && evaluator.Conditions.Holds(condition.Text, condition.Line) != true)
        {
            return null;
        }

        CheckDependencies(resource);
        var merged = _globals.MergedInto(type, resource["Properties"] as Mapping ?? Mapping.Empty);
        var properties = evaluator.Evaluate(merged) as Mapping ?? Mapping.Empty;
        return evaluator.Identities.Find(entry.Key, entry.Line) is { } identity
            ? new Declaration(entry.Key, type, identity, new Properties(properties, entry.Key, entry.Line, problems))
            : null;
    }

    private void CheckDependencies(Mapping resource)
    {
        var names = resource["DependsOn"] is Sequence list ? list.Items.OfType<Scalar>() : new[] { resource["DependsOn"] }.OfType<Scalar>();
        foreach (var name in names.Where(name => sections.Resources[name.Text] is null))
        {
            problems.Add(
                name.Line,
                $"DependsOn names {name.Text}, which is no resource of this template",
                Problems.Instead(name.Text, evaluator.Identities.Ids));
        }
    }

    private Dictionary<string, string> Outputs()
    {
        var outputs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in sections.Outputs.Entries)
        {
            if (entry.Value is not Mapping output || output["Value"] is not { } value)
            {
                problems.Add(entry.Line, $"the output {entry.Key} has no Value", "write Value:");
            }
            else if (output["Condition"] is not Scalar condition || evaluator.Conditions.Holds(condition.Text, condition.Line) == true)
            {
                if (evaluator.Text(value) is { } text)
                {
                    outputs[entry.Key] = text;
                }
            }
        }

        return outputs;
    }
}
