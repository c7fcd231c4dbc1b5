using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Domain.Rollouts.Templates;

/// <summary>A template as fields with paths, as people name them: <c>spec.containers.api.env.LOG_LEVEL</c>. What stands in a list goes by its name where it has one.</summary>
public static class TemplateFields
{
    /// <summary>Of what a release changes itself.</summary>
    private const string Image = "image";
    private const string Name = "name";
    private const string Value = "value";

    /// <summary>Every field but the images, with its value as JSON.</summary>
    public static SortedDictionary<string, string> Of(JsonObject template)
    {
        var fields = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Add(fields, "", template);
        return fields;
    }

    /// <summary>The paths at which two templates are not the same, without their values, which may be secret.</summary>
    /// <param name="before">The text of a template.</param>
    /// <param name="after">That of another.</param>
    public static IReadOnlyList<string> Differences(string before, string after)
    {
        var (first, second) = (Of(Parse(before)), Of(Parse(after)));
        return [.. first.Keys.Union(second.Keys).Where(path => first.GetValueOrDefault(path) != second.GetValueOrDefault(path)).Order(StringComparer.Ordinal)];
    }

    private static JsonObject Parse(string text) => JsonNode.Parse(text)?.AsObject() ?? throw new JsonException("A template is an object.");

    /// <param name="isNamed">Whether its name is the last step of the path already.</param>
    private static void Add(SortedDictionary<string, string> fields, string path, JsonNode? node, bool isNamed = false)
    {
        switch (node)
        {
            case JsonObject map:
                var members = map.Where(member => IsField(member, isNamed)).ToList();
                foreach (var (key, value) in members)
                {
                    Add(fields, isNamed && key == Value ? path : Under(path, key), value);
                }

                if (members.Count == 0)
                {
                    fields[path] = "{}";
                }

                break;
            case JsonArray list:
                foreach (var (index, item) in list.Index())
                {
                    var name = (item as JsonObject)?[Name]?.ToString();
                    Add(fields, Under(path, name ?? $"{index}"), item, name is not null);
                }

                break;
            case not null:
                fields[path] = fields.TryGetValue(path, out var other) ? $"{other}, {node.ToJsonString()}" : node.ToJsonString();
                break;
        }
    }

    private static bool IsField(KeyValuePair<string, JsonNode?> member, bool isNamed) =>
        member.Value is not null && !(isNamed && member.Key == Name) && !(member.Key == Image && member.Value is JsonValue);

    private static string Under(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
