using Slipway.Local.Templates.Syntax;

namespace Slipway.Local.Templates.Reading;

/// <summary>AWS::Serverless::StateMachine, with the definition's places and the substitutions held against each other.</summary>
internal static class StateMachineReading
{
    private static readonly string[] Known =
    [
        "AutoPublishAlias", "Definition", "DefinitionSubstitutions", "DefinitionUri", "DeploymentPreference", "Events", "Logging", "Name", "PermissionsBoundary",
        "Policies", "PropagateTags", "Role", "RolePath", "Tags", "Tracing", "Type", "UseAliasAsEventTarget",
    ];

    public static StateMachineResource Read(Declaration declaration, string templatePath)
    {
        var properties = declaration.Properties.AllowOnly(Known);
        var uri = properties.Text("DefinitionUri");
        var (definition, file) = Definition(properties, uri, templatePath);
        var substitutions = properties.Texts("DefinitionSubstitutions");
        if (definition is not null)
        {
            Compare(properties, definition, file);
        }

        return new StateMachineResource(declaration.Name, declaration.Json)
        {
            DefinitionUri = uri,
            Definition = definition ?? "",
            DefinitionSubstitutions = substitutions,
            Kind = properties.Choice("Type", "STANDARD", "STANDARD", "EXPRESS") == "STANDARD"
                ? StateMachineKind.Standard
                : StateMachineKind.Express,
            Policies = properties.Json("Policies"),
        };
    }

    /// <summary>The text and the file that it is in; without a file it stands in the template itself.</summary>
    private static (string? Text, string? File) Definition(Properties properties, string? uri, string templatePath)
    {
        if (properties["Definition"] is Mapping inline)
        {
            return (inline.ToElement().GetRawText(), null);
        }

        if (uri is null)
        {
            properties.Required("DefinitionUri", "write DefinitionUri: with the path of the definition");
            return (null, null);
        }

        var path = Path.Combine(Path.GetDirectoryName(templatePath) ?? "", uri);
        if (File.Exists(path))
        {
            return (File.ReadAllText(path), path);
        }

        var folder = Path.GetDirectoryName(path) is { Length: > 0 } parent ? parent : ".";
        var present = Directory.Exists(folder)
            ? Directory.GetFiles(folder).Select(file => Path.Combine(Path.GetDirectoryName(uri) ?? "", Path.GetFileName(file)))
            : [];
        properties.Problems.Add(
            properties.LineOf("DefinitionUri"),
            $"the definition {uri} of {properties.Owner} does not exist",
            Problems.Instead(uri, present));
        return (null, null);
    }

    private static void Compare(Properties properties, string definition, string? file)
    {
        var given = properties.Nested("DefinitionSubstitutions").Node.Entries;
        var places = Placeholders.In(definition).ToList();
        foreach (var (name, line) in places.Where(place => given.All(entry => entry.Key != place.Name)))
        {
            properties.Problems.Add(
                file ?? properties.Problems.File,
                file is null ? properties.LineOf("Definition") : line,
                $"${{{name}}} has no value in the DefinitionSubstitutions of {properties.Owner}",
                $"write {name}: below DefinitionSubstitutions of {properties.Owner}, or correct the name here");
        }

        foreach (var entry in given.Where(entry => places.All(place => place.Name != entry.Key)))
        {
            properties.Problems.Add(
                entry.Line,
                $"the definition of {properties.Owner} has no ${{{entry.Key}}}",
                Problems.Instead(entry.Key, places.Select(place => place.Name)) + ", or remove the line");
        }
    }
}
