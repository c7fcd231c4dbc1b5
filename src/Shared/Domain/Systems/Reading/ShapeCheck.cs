using Slipway.Domain.Systems.Shapes;

namespace Slipway.Domain.Systems.Reading;

/// <summary>Holds a manifest against its shapes: unknown and missing keys, wrong kinds of values, names that lead nowhere.</summary>
internal sealed class ShapeCheck(MapNode document, Problems problems)
{
    public void Check(ManifestNode node, Shape shape)
    {
        switch (shape, node)
        {
            case (KeptShape, _) or (PartShape, MapNode):
                break;
            case (MapShape map, MapNode written):
                CheckKeys(map, written);
                break;
            case (NamedShape named, MapNode written):
                CheckNames(named, written);
                break;
            case (ListShape list, ListNode written):
                CheckItems(list, written);
                break;
            case (OneOrMoreShape several, ListNode written):
                CheckItems(several.List, written);
                break;
            case (OneOrMoreShape one, ScalarNode written):
                Check(written, one.List.Item);
                break;
            case (ScalarShape scalar, ScalarNode written) when scalar.Accepts(written):
                CheckReference(scalar, written);
                break;
            default:
                problems.Add(node, $"write {shape.Expected} instead of {node.Found}{Hint(node, shape)}");
                break;
        }
    }

    private static string Hint(ManifestNode node, Shape shape) => (node, shape) switch
    {
        (ScalarNode { IsText: false, Text: not null } plain, ScalarShape scalar) when scalar.Accepts(plain with { Quoted = true }) => $"; in quotes it is a text: \"{plain.Value}\"",
        (ScalarNode { Quoted: true } quoted, ScalarShape scalar) when scalar.Accepts(quoted with { Quoted = false }) => "; without the quotes it is one",
        (ScalarNode { Text: { } text }, ScalarShape { Words.Count: > 1 } scalar) when Suggestion.Nearest(text, scalar.Words) is { } near => $"; did you mean '{near}'?",
        _ => "",
    };

    private void CheckKeys(MapShape shape, MapNode map)
    {
        var known = shape.Keys.Select(key => key.Name).ToList();
        var meant = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in map.Keys)
        {
            if (shape.Keys.FirstOrDefault(key => key.Name == entry.Key) is { } key)
            {
                Check(entry.Value, key.Shape);
            }
            else
            {
                meant.Add(Suggestion.Nearest(entry.Key, known) ?? "");
                problems.Add(entry.Value, $"unknown key; {Suggestion.For(entry.Key, known, "the keys here are")}");
            }
        }

        foreach (var key in shape.Keys.Where(key => key.Required && map.Find(key.Name) is null && !meant.Contains(key.Name)))
        {
            problems.Add(map[key.Name], $"missing; write {key.Name}: {key.Shape.Example}");
        }
    }

    private void CheckNames(NamedShape shape, MapNode map)
    {
        foreach (var entry in map.Keys)
        {
            if (!shape.Names.Accepts(new(entry.Value.Line, entry.Value.Path, entry.Key, Quoted: true)))
            {
                problems.Add(entry.Value, $"write {shape.Names.Expected} instead of '{entry.Key}'");
            }

            Check(entry.Value, shape.Each);
        }

        if (shape.Filled && map.Keys.Count == 0)
        {
            problems.Add(map, $"is empty; write at least one, such as {shape.Example}");
        }
    }

    private void CheckItems(ListShape shape, ListNode list)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in list.Values)
        {
            Check(item, shape.Item);
            if (shape.Distinct && item.Text is { } text && !seen.Add(text))
            {
                problems.Add(item, $"'{text}' stands here twice; remove one");
            }
        }

        if (shape.Filled && list.Values.Count == 0)
        {
            problems.Add(list, $"is empty; write at least one, such as {shape.Example}");
        }
    }

    private void CheckReference(ScalarShape shape, ScalarNode node)
    {
        if (shape.NameIn is { } place)
        {
            Follow(node, At(place.Split('.')), place, [node.Value]);
        }
        else if (shape.PathInto.Count > 0 && node.Value.Split('.') is [var section, .. var steps])
        {
            Follow(node, document[section], section, steps);
        }
    }

    private void Follow(ScalarNode written, ManifestNode from, string place, ReadOnlySpan<string> steps)
    {
        foreach (var step in steps)
        {
            if (from.Find(step) is not { } next)
            {
                problems.Add(written, $"{place} has no '{step}'; {Suggestion.For(step, [.. from.Entries.Select(entry => entry.Key)], "it has")}");
                return;
            }

            (from, place) = (next, $"{place}.{step}");
        }
    }

    private ManifestNode At(IEnumerable<string> path) => path.Aggregate((ManifestNode)document, (node, key) => node[key]);
}
