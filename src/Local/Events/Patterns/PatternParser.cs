using System.Globalization;
using System.Text.Json;

namespace Slipway.Local.Events.Patterns;

/// <summary>Reads a pattern and collects everything in it that EventBridge would refuse.</summary>
internal sealed class PatternParser
{
    private readonly List<PatternFault> _faults = [];

    public IReadOnlyList<PatternFault> Faults => _faults;

    public FieldTest Parse(JsonElement pattern)
    {
        if (pattern.ValueKind == JsonValueKind.Object && pattern.EnumerateObject().Any())
        {
            return Map(pattern, []);
        }

        Fault([], "the pattern is empty or no map", "write at least one field, such as source: [aws.ecr]");
        return new MapTest([], []);
    }

    private MapTest Map(JsonElement map, IReadOnlyList<string> path)
    {
        var fields = new List<(string, FieldTest)>();
        var alternatives = new List<FieldTest>();
        foreach (var property in map.EnumerateObject())
        {
            IReadOnlyList<string> place = [.. path, property.Name];
            if (property.Name == "$or" && IsAlternatives(property.Value))
            {
                alternatives.AddRange(property.Value.EnumerateArray().Select((item, index) => Map(item, [.. place, Position(index)])));
            }
            else
            {
                fields.Add((property.Name, Field(property.Value, place)));
            }
        }

        return new MapTest(fields, alternatives);
    }

    private FieldTest Field(JsonElement value, IReadOnlyList<string> place)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when value.EnumerateObject().Any():
                return Map(value, place);
            case JsonValueKind.Array when value.GetArrayLength() > 0:
                return new ListTest(
                    [.. value.EnumerateArray().Select((item, index) => Value(item, [.. place, Position(index)])).OfType<ValueTest>()]);
            case JsonValueKind.Object or JsonValueKind.Array:
                Fault(place, "it is empty and would match nothing", "write at least one value in the list");
                break;
            default:
                Fault(place, $"{value.GetRawText()} is not in a list", $"write [{value.GetRawText()}]");
                break;
        }

        return new ListTest([]);
    }

    private ValueTest? Value(JsonElement item, IReadOnlyList<string> place)
    {
        switch (item.ValueKind)
        {
            case JsonValueKind.Array:
                Fault(place, "a list stands inside a list", "write its values in the outer list");
                return null;
            case JsonValueKind.Object:
                return Operator(item, place);
            default:
                return new AnyLeaf(leaf => Leaf.Same(leaf, item));
        }
    }

    private ValueTest? Operator(JsonElement item, IReadOnlyList<string> place)
    {
        if (item.EnumerateObject().ToList() is not [var only])
        {
            Fault(place, "this is not one operator", "write one operator, such as {prefix: prod-}");
            return null;
        }

        if (only.NameEquals("exists") && only.Value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return new Exists(only.Value.ValueKind == JsonValueKind.True);
        }

        var accept = Operators.Read(only.Name, only.Value, out var remedy);
        if (accept is null)
        {
            var known = Operators.Names.Contains(only.Name);
            Fault(
                [.. place, only.Name],
                known ? $"{only.Name} cannot take {only.Value.GetRawText()}" : $"{only.Name} is not an operator of event patterns",
                remedy);
        }

        return accept is null ? null : new AnyLeaf(accept);
    }

    /// <summary>A $or that is not a list of at least two maps is an ordinary field of that name.</summary>
    private static bool IsAlternatives(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() >= 2
        && value.EnumerateArray().All(
            item => item.ValueKind == JsonValueKind.Object && !item.EnumerateObject().Any(field => Operators.Names.Contains(field.Name)));

    private static string Position(int index) => index.ToString(CultureInfo.InvariantCulture);

    private void Fault(IReadOnlyList<string> path, string message, string remedy) => _faults.Add(new PatternFault(path, message, remedy));
}
