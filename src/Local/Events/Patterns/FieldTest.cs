using System.Text.Json;

namespace Slipway.Local.Events.Patterns;

/// <summary>What a pattern asks of one place in an event; null stands for a place that is not there.</summary>
internal abstract record FieldTest
{
    public abstract bool Matches(JsonElement? value);
}

/// <summary>A map of the pattern: every field must match, and of each $or one alternative.</summary>
internal sealed record MapTest(IReadOnlyList<(string Name, FieldTest Test)> Fields, IReadOnlyList<FieldTest> Alternatives) : FieldTest
{
    public override bool Matches(JsonElement? value) => value switch
    {
        // The elements of an array are tried one by one, so that two conditions never match two different elements.
        { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() > 0 => list.EnumerateArray().Any(item => Matches(item)),
        { ValueKind: JsonValueKind.Object } map => Fits(map),
        _ => Fits(null),
    };

    private bool Fits(JsonElement? map) =>
        Fields.All(field => field.Test.Matches(map is { } there && there.TryGetProperty(field.Name, out var value) ? value : null))
        && (Alternatives.Count == 0 || Alternatives.Any(alternative => alternative.Matches(map)));
}

/// <summary>A list of the pattern: one of its tests must accept one of the values in the event.</summary>
internal sealed record ListTest(IReadOnlyList<ValueTest> Tests) : FieldTest
{
    public override bool Matches(JsonElement? value)
    {
        var leaves = Leaves(value).ToList();
        return Tests.Any(test => test.Accepts(leaves));
    }

    /// <summary>Maps are no leaves: exists does not see them, as in EventBridge.</summary>
    private static IEnumerable<JsonElement> Leaves(JsonElement? value) => value switch
    {
        null or { ValueKind: JsonValueKind.Object or JsonValueKind.Undefined } => [],
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().SelectMany(item => Leaves(item)),
        { } leaf => [leaf],
    };
}

/// <summary>One value or operator in a list of the pattern.</summary>
internal abstract record ValueTest
{
    public abstract bool Accepts(IReadOnlyList<JsonElement> leaves);
}

internal sealed record Exists(bool Wanted) : ValueTest
{
    public override bool Accepts(IReadOnlyList<JsonElement> leaves) => leaves.Count > 0 == Wanted;
}

internal sealed record AnyLeaf(Func<JsonElement, bool> Accept) : ValueTest
{
    public override bool Accepts(IReadOnlyList<JsonElement> leaves) => leaves.Any(Accept);
}
