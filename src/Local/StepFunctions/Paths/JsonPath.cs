using Slipway.Local.StepFunctions.Documents;

namespace Slipway.Local.StepFunctions.Paths;

/// <summary>
/// A compiled JSONPath. A definite path names one node, which may be missing; a path with a wildcard, slice, filter, union or
/// descent names a list, which is empty where nothing matches.
/// </summary>
internal sealed class JsonPath(string text, Segment[] segments)
{
    public string Text => text;

    public bool IsRoot => segments.Length == 0;

    public bool IsDefinite { get; } = segments.All(segment => segment.IsDefinite);

    /// <summary>Throws <see cref="FormatException"/> when the text is no path that starts with <c>$</c>.</summary>
    public static JsonPath Parse(string text) => new PathParser(text).Parse();

    /// <summary>The node, or the list of nodes; null when a definite path leads nowhere.</summary>
    public Json? Find(Json root)
    {
        if (!IsDefinite)
            return JsonList.Of(FindAll(root, root));

        var node = root;
        foreach (var segment in segments)
        {
            if (segment.Step(node) is not { } next)
                return null;

            node = next;
        }

        return node;
    }

    /// <summary>The nodes, where filters may look at the document's root as well.</summary>
    public List<Json> FindAll(Json from, Json root)
    {
        List<Json> nodes = [from];
        foreach (var segment in segments)
        {
            var next = new List<Json>();
            foreach (var node in nodes)
                segment.Collect(node, root, next);

            nodes = next;
        }

        return nodes;
    }

    /// <summary>Whether only an index past the end of a list is missing, which AWS answers with null in a payload template.</summary>
    public bool EndsPastList(Json root) =>
        segments is [.. var before, IndexSegment] && IsDefinite && new JsonPath(text, before).Find(root) is JsonList;

    /// <summary>Why a definite path found nothing, in the words of AWS.</summary>
    public string WhyMissing(Json root)
    {
        var walked = "$";
        var node = root;
        for (var at = 0; at < segments.Length; at++)
        {
            walked += segments[at].Bracketed;
            if (segments[at].Step(node) is not { } next)
                return at == segments.Length - 1 || segments[at] is IndexSegment
                    ? $"No results for path: {walked}{string.Concat(segments.Skip(at + 1).Select(segment => segment.Bracketed))}"
                    : $"Missing property in path {walked}";

            node = next;
        }

        return $"No results for path: {walked}";
    }

    /// <summary>The document with a value at this reference path; null when a part of the path meets something that is no map or list item.</summary>
    public Json? Insert(Json root, Json value) => Insert(root, value, 0);

    private Json? Insert(Json node, Json value, int at)
    {
        if (at == segments.Length)
            return value;

        switch (segments[at])
        {
            case ChildSegment child when node is JsonMap map:
                return Insert(map.Find(child.Name) ?? JsonMap.Empty, value, at + 1) is { } member ? map.With(child.Name, member) : null;
            case IndexSegment index when node is JsonList list && index.Place(list) is >= 0 and var place:
                return Insert(list[place], value, at + 1) is { } item ? list.With(place, item) : null;
            default:
                return null;
        }
    }

    /// <summary>Whether it may be written to: only names and indices.</summary>
    public bool IsReference => segments.All(segment => segment is ChildSegment or IndexSegment);
}
