using System.Text.RegularExpressions;
using Slipway.Local.StepFunctions.Documents;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Slipway.Local.StepFunctions.Definitions;

/// <summary>Definitions are JSON or YAML; plain YAML scalars follow the core schema of YAML 1.2, quoted ones are texts.</summary>
internal static partial class DefinitionText
{
    /// <summary>Throws <see cref="DefinitionException"/> that names the text by <paramref name="what"/> it is.</summary>
    public static Json Read(string text, string what)
    {
        try
        {
            return text.AsSpan().TrimStart().StartsWith("{") ? Json.Parse(text) : ReadYaml(text);
        }
        catch (FormatException broken)
        {
            throw Broken(what, broken.Message);
        }
        catch (YamlException broken)
        {
            throw Broken(what, $"not YAML: line {broken.Start.Line}, column {broken.Start.Column}: {broken.Message}");
        }
    }

    private static DefinitionException Broken(string what, string why) => new([new DefinitionProblem(what, why)]);

    private static Json ReadYaml(string text)
    {
        var stream = new YamlStream();
        using var reader = new StringReader(text);
        stream.Load(reader);
        return stream.Documents.Count == 1 ? Read(stream.Documents[0].RootNode) : throw new FormatException("exactly one YAML document is expected");
    }

    private static Json Read(YamlNode node) => node switch
    {
        YamlMappingNode map => JsonMap.Of(map.Children.Select(member => KeyValuePair.Create(((YamlScalarNode)member.Key).Value ?? "", Read(member.Value)))),
        YamlSequenceNode list => JsonList.Of(list.Children.Select(Read)),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => ReadPlain(scalar.Value ?? ""),
        YamlScalarNode scalar => Json.Of(scalar.Value ?? ""),
        _ => throw new FormatException($"line {node.Start.Line}: this YAML node is not supported"),
    };

    private static Json ReadPlain(string value) => value switch
    {
        "" or "~" or "null" or "Null" or "NULL" => Json.Null,
        "true" or "True" or "TRUE" => Json.True,
        "false" or "False" or "FALSE" => Json.False,
        _ when Number().IsMatch(value) => JsonNumber.FromDigits(value.TrimStart('+')),
        _ => Json.Of(value),
    };

    [GeneratedRegex(@"^[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$")]
    private static partial Regex Number();
}
