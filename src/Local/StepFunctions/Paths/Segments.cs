using Slipway.Local.StepFunctions.Documents;

namespace Slipway.Local.StepFunctions.Paths;

/// <summary>One step of a path.</summary>
internal abstract class Segment
{
    public virtual bool IsDefinite => false;

    public virtual string Bracketed => "[*]";

    /// <summary>The one node of a definite step; null when it is missing.</summary>
    public virtual Json? Step(Json node) => null;

    /// <summary>Adds every node that the step reaches.</summary>
    public virtual void Collect(Json node, Json root, List<Json> found)
    {
        if (Step(node) is { } next)
            found.Add(next);
    }
}

internal sealed class ChildSegment(string name) : Segment
{
    public string Name => name;

    public override bool IsDefinite => true;

    public override string Bracketed => $"['{name}']";

    public override Json? Step(Json node) => node is JsonMap map ? map.Find(name) : null;
}

internal sealed class IndexSegment(int index) : Segment
{
    public override bool IsDefinite => true;

    public override string Bracketed => $"[{index}]";

    public int Place(JsonList list)
    {
        var place = index < 0 ? list.Count + index : index;
        return place < list.Count ? place : -1;
    }

    public override Json? Step(Json node) => node is JsonList list && Place(list) is >= 0 and var place ? list[place] : null;
}

/// <summary>The one JSONPath function that Step Functions has: how many items, members or characters there are.</summary>
internal sealed class LengthSegment : Segment
{
    public const string Call = "length()";

    public override bool IsDefinite => true;

    public override string Bracketed => ".length()";

    public override Json? Step(Json node) => node switch
    {
        JsonList list => Json.Of(list.Count),
        JsonMap map => Json.Of(map.Count),
        JsonText text => Json.Of(text.Value.Length),
        _ => null,
    };
}

internal sealed class WildcardSegment : Segment
{
    public override void Collect(Json node, Json root, List<Json> found)
    {
        if (node is JsonList list)
            found.AddRange(list);
        else if (node is JsonMap map)
            found.AddRange(map.Values);
    }
}

internal sealed class SliceSegment(int? from, int? to, int step) : Segment
{
    public override void Collect(Json node, Json root, List<Json> found)
    {
        if (node is not JsonList list)
            return;

        var start = Clamp(from ?? 0, list.Count);
        var end = Clamp(to ?? list.Count, list.Count);
        for (var at = start; at < end; at += step)
            found.Add(list[at]);
    }

    private static int Clamp(int place, int count) => Math.Clamp(place < 0 ? count + place : place, 0, count);
}

internal sealed class UnionSegment(Segment[] parts) : Segment
{
    public override void Collect(Json node, Json root, List<Json> found)
    {
        foreach (var part in parts)
            part.Collect(node, root, found);
    }
}

internal sealed class FilterSegment(FilterExpression filter) : Segment
{
    public override void Collect(Json node, Json root, List<Json> found)
    {
        if (node is JsonList list)
            found.AddRange(list.Where(item => filter.Holds(item, root)));
        else if (node is JsonMap && filter.Holds(node, root))
            found.Add(node);
    }
}

/// <summary>Applies the next step to the node and to everything below it.</summary>
internal sealed class DescentSegment(Segment next) : Segment
{
    public override void Collect(Json node, Json root, List<Json> found)
    {
        next.Collect(node, root, found);
        if (node is JsonList list)
        {
            foreach (var item in list)
                Collect(item, root, found);
        }
        else if (node is JsonMap map)
        {
            foreach (var value in map.Values)
                Collect(value, root, found);
        }
    }
}
