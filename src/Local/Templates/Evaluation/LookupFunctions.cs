using Slipway.Local.Templates.Syntax;

namespace Slipway.Local.Templates.Evaluation;

/// <summary>The intrinsics that look something up: in the mappings, the region, another stack.</summary>
internal sealed class LookupFunctions(Evaluator evaluator, Mapping mappings)
{
    public Node FindInMap(Node node)
    {
        if (node is not Sequence { Items.Count: 3 or 4, Items: var items })
        {
            return evaluator.Problems.Missing(node.Line, "!FindInMap needs a map and two keys", "write !FindInMap [Map, key, key]");
        }

        if (evaluator.Text(items[0]) is not { } mapName || evaluator.Text(items[1]) is not { } row || evaluator.Text(items[2]) is not { } column)
        {
            return new Unknown(node.Line);
        }

        var fallback = (items.ElementAtOrDefault(3) as Mapping)?["DefaultValue"];
        if (mappings[mapName] is not Mapping table)
        {
            return Missing(node, fallback, $"there is no mapping {mapName}", mapName, mappings);
        }

        return table[row] is not Mapping line ? Missing(node, fallback, $"the mapping {mapName} has no key {row}", row, table)
            : line[column] is not { } value ? Missing(node, fallback, $"the mapping {mapName} has no {column} below {row}", column, line)
            : value;
    }

    public Node Zones(Node node)
    {
        var region = node is Scalar { Text: "" }
            ? evaluator.Text(new Mapping([new Entry("Ref", node.Line, new Scalar("AWS::Region", true, node.Line))], node.Line))
            : evaluator.Text(node);
        return region is null
            ? new Unknown(node.Line)
            : new Sequence([.. "abc".Select(zone => new Scalar(region + zone, true, node.Line))], node.Line);
    }

    public Node Import(Node node) =>
        evaluator.Problems.Missing(
            node.Line,
            $"!ImportValue {evaluator.Text(node)} needs another stack, which the local account does not have",
            "make it a parameter with a default");

    private Node Missing(Node node, Node? fallback, string message, string given, Mapping known) =>
        fallback is not null
            ? evaluator.Evaluate(fallback)
            : evaluator.Problems.Missing(node.Line, message, Problems.Instead(given, known.Entries.Select(entry => entry.Key)));
}
