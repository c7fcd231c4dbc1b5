using System.Text.Json;
using Slipway.Local.Templates;

namespace Slipway.Tests.Contracts;

/// <summary>A statement of a policy: its actions, and its resources with every intrinsic worked out.</summary>
internal sealed record Statement(IReadOnlyList<string> Actions, IReadOnlyList<string> Resources);

/// <summary>template.yaml as a deployment would read it.</summary>
internal static class Stack
{
    public static string Path { get; } = System.IO.Path.Combine(Repository.Root, "template.yaml");

    public static Template Template { get; } = TemplateReader.Read(Path).Required();

    /// <summary>Resources of a type, such as AWS::S3::Bucket.</summary>
    public static IEnumerable<Resource> OfType(string type) => Template.Resources.Where(resource => resource.Type == type);

    /// <summary>The value at a path of properties; null where there is none.</summary>
    public static JsonElement? At(this Resource resource, params ReadOnlySpan<string> path)
    {
        var value = resource.Properties;
        foreach (var name in path)
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
            {
                return null;
            }
        }

        return value;
    }

    /// <summary>The logical ids of the policies that a function or state machine names.</summary>
    public static IReadOnlyList<string> PoliciesOf(Resource resource) =>
        [.. Many(resource.At("Policies")!.Value).Where(policy => policy.ValueKind == JsonValueKind.String).Select(policy => Template.Find(policy.GetString()!)?.LogicalId ?? policy.GetString()!)];

    /// <summary>The statements of a managed policy, or of the policies that are written in a function or state machine itself.</summary>
    public static IEnumerable<Statement> StatementsOf(Resource resource) =>
        (resource.At("PolicyDocument") is { } document ? [document] : resource.At("Policies") is { } policies ? Many(policies).Where(policy => policy.ValueKind == JsonValueKind.Object) : [])
        .SelectMany(StatementsOf);

    /// <summary>The statements of a policy document.</summary>
    public static IEnumerable<Statement> StatementsOf(JsonElement document) =>
        Many(document.GetProperty("Statement")).Select(statement => new Statement(Texts(statement, "Action"), Texts(statement, "Resource")));

    public static IEnumerable<JsonElement> Many(JsonElement element) => element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [element];

    private static List<string> Texts(JsonElement statement, string name) =>
        statement.TryGetProperty(name, out var value) ? [.. Many(value).Select(text => text.GetString()!)] : [];
}
