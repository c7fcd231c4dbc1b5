using Slipway.Local.Templates.Syntax;

namespace Slipway.Local.Templates.Evaluation;

/// <summary>The parts of a template file, before anything is worked out.</summary>
internal sealed record Sections(
    Mapping Parameters, Mapping Mappings, Mapping Conditions, Mapping Globals, Mapping Resources, Mapping Outputs)
{
    private static readonly string[] Known =
        ["AWSTemplateFormatVersion", "Transform", "Description", "Metadata", "Parameters", "Rules", "Mappings", "Conditions", "Globals", "Resources", "Outputs", "Hooks"];

    /// <summary>What !Ref may name.</summary>
    public IEnumerable<string> Names => Parameters.Entries.Concat(Resources.Entries).Select(entry => entry.Key);

    /// <summary>Null, with one problem, for a file that is not a template.</summary>
    public static Sections? Of(Node root, Problems problems)
    {
        if (root is not Mapping template)
        {
            problems.Add(root.Line, "this is not a template: it is no map with a Resources section", "give the path of template.yaml");
            return null;
        }

        if (template["Resources"] is not Mapping { Entries.Count: > 0 } resources)
        {
            problems.Add(
                root.Line,
                "this is not a template, or it is cut off: it has no Resources section",
                "write Resources: with at least one resource");
            return null;
        }

        foreach (var foreign in template.Entries.Where(entry => !Known.Contains(entry.Key)))
        {
            problems.Add(foreign.Line, $"{foreign.Key} is not a section of a template", Problems.Instead(foreign.Key, Known));
        }

        var sections = new Sections(
            Section(template, "Parameters", problems), Section(template, "Mappings", problems), Section(template, "Conditions", problems),
            Section(template, "Globals", problems), resources, Section(template, "Outputs", problems));
        sections.RequireTransform(template, problems);
        return sections;
    }

    private static Mapping Section(Mapping template, string name, Problems problems)
    {
        var node = template[name];
        if (node is not (null or Mapping or Scalar { IsNull: true }))
        {
            problems.Add(node.Line, $"{name} is not a map", $"write names below {name}:, each with its value");
        }

        return node as Mapping ?? Mapping.Empty;
    }

    private void RequireTransform(Mapping template, Problems problems)
    {
        const string Sam = "AWS::Serverless-2016-10-31";
        var serverless = Resources.Entries.FirstOrDefault(entry =>
            entry.Value is Mapping resource && resource["Type"] is Scalar type
                && type.Text.StartsWith("AWS::Serverless::", StringComparison.Ordinal));
        var declared = template["Transform"] switch
        {
            Scalar scalar => scalar.Text == Sam,
            Sequence list => list.Items.OfType<Scalar>().Any(item => item.Text == Sam),
            _ => false,
        };
        if (serverless is not null && !declared)
        {
            problems.Add(
                serverless.Line,
                $"{serverless.Key} is a SAM resource, but the template does not ask for SAM",
                $"write Transform: {Sam} at the top");
        }
    }
}
