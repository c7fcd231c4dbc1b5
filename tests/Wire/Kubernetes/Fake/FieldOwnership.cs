using System.Text.Json.Nodes;

namespace Slipway.Tests.Wire.Kubernetes.Fake;

/// <summary>
/// Who answers for which field of an object, as server-side apply defines it: lists of named items merge by name, other lists are
/// one field, an apply gives up what it leaves out, and a field that nobody answers for any more is removed.
/// </summary>
internal sealed class FieldOwnership
{
    private const char Separator = '\u001f';
    private static readonly HashSet<string> Identity = new(new[] { "name", "namespace", "uid", "resourceVersion", "generation", "creationTimestamp" }.Select(name => $"metadata{Separator}{name}"), StringComparer.Ordinal) { "apiVersion", "kind" };
    private readonly Dictionary<(string Manager, bool Applies), HashSet<string>> _owned = [];

    /// <summary>A copy, to see what an apply would come to.</summary>
    public FieldOwnership Trial()
    {
        var copy = new FieldOwnership();
        foreach (var (manager, fields) in _owned)
        {
            copy._owned[manager] = new(fields, StringComparer.Ordinal);
        }

        return copy;
    }

    /// <summary>The fields that differ are the manager's from now on and nobody else's.</summary>
    public void Wrote(string manager, JsonObject before, JsonObject after)
    {
        var (old, now) = (Fields(before), Fields(after));
        var changed = now.Where(field => !old.TryGetValue(field.Key, out var value) || !JsonNode.DeepEquals(value, field.Value)).Select(field => field.Key).ToList();
        foreach (var owned in _owned.Values)
        {
            owned.ExceptWith(changed);
            owned.IntersectWith(now.Keys);
        }

        Of(manager, applies: false).UnionWith(changed);
    }

    /// <summary>The fields on which other managers disagree; empty when the apply may go on without force.</summary>
    public IReadOnlyList<string> Conflicts(string manager, JsonObject live, JsonObject applied)
    {
        var values = Fields(live);
        return [.. Fields(applied)
            .Where(field => values.TryGetValue(field.Key, out var value) && !JsonNode.DeepEquals(value, field.Value)
                && _owned.Any(other => other.Key != (manager, true) && other.Value.Contains(field.Key)))
            .Select(field => field.Key.Replace(Separator, '.'))];
    }

    public void Apply(string manager, JsonObject live, JsonObject applied)
    {
        var (values, fields, mine) = (Fields(live), Fields(applied), Of(manager, applies: true));
        foreach (var (field, value) in fields)
        {
            if (!values.TryGetValue(field, out var old) || !JsonNode.DeepEquals(old, value))
            {
                foreach (var owned in _owned.Values)
                {
                    owned.Remove(field);
                }

                Set(live, field.Split(Separator), value);
            }
        }

        var dropped = mine.Except(fields.Keys).ToList();
        mine.Clear();
        mine.UnionWith(fields.Keys);
        foreach (var field in dropped.Where(field => !_owned.Values.Any(owned => owned.Contains(field))))
        {
            Remove(live, field.Split(Separator));
        }
    }

    private HashSet<string> Of(string manager, bool applies) =>
        _owned.TryGetValue((manager, applies), out var fields) ? fields : _owned[(manager, applies)] = new(StringComparer.Ordinal);

    private static Dictionary<string, JsonNode?> Fields(JsonObject value)
    {
        var fields = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        Walk(value, "");
        return fields;

        void Walk(JsonNode? node, string path)
        {
            var prefix = path.Length == 0 ? "" : path + Separator;
            if (node is JsonObject { Count: > 0 } members)
            {
                foreach (var (name, member) in members.Where(member => prefix + member.Key != "status" && !Identity.Contains(prefix + member.Key)))
                {
                    Walk(member, prefix + name);
                }
            }
            else if (node is JsonArray { Count: > 0 } items && items.All(IsNamed))
            {
                foreach (var item in items)
                {
                    Walk(item, $"{prefix}[{item!["name"]}]");
                }
            }
            else if (path.Length > 0)
            {
                fields[path] = node;
            }
        }
    }

    private static bool IsNamed(JsonNode? item) => item is JsonObject named && named["name"] is not null;

    private static void Set(JsonNode node, ReadOnlySpan<string> path, JsonNode? value)
    {
        if (path.Length == 1)
        {
            node[path[0]] = value?.DeepClone();
            return;
        }

        Set(Child(node, path[0]) ?? Add(node, path[0], path[1]), path[1..], value);
    }

    private static JsonNode Add(JsonNode node, string step, string following)
    {
        JsonNode child = following.StartsWith('[') ? new JsonArray() : new JsonObject();
        if (node is JsonArray list)
        {
            list.Add(child);
        }
        else
        {
            node[step] = child;
        }

        return child;
    }

    /// <summary>Takes the field away, and what held nothing but it.</summary>
    private static void Remove(JsonNode node, ReadOnlySpan<string> path)
    {
        if (path.Length == 1)
        {
            (node as JsonObject)?.Remove(path[0]);
            return;
        }

        if (Child(node, path[0]) is not { } child)
        {
            return;
        }

        Remove(child, path[1..]);
        if (child is JsonObject { Count: 0 } or JsonArray { Count: 0 })
        {
            _ = node is JsonArray list ? list.Remove(child) : node.AsObject().Remove(path[0]);
        }
    }

    private static JsonNode? Child(JsonNode node, string step) =>
        node is JsonArray list ? list.FirstOrDefault(item => $"[{item?["name"]}]" == step) : (node as JsonObject)?[step];
}
