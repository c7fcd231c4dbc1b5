using System.Globalization;
using System.Text.Json;

namespace Slipway.Local.Events;

/// <summary>The paths that EventBridge knows: names after dots, positions in brackets, and nothing else.</summary>
internal static class JsonPath
{
    /// <summary>Null when the path leads nowhere.</summary>
    public static JsonElement? Select(JsonElement root, string path)
    {
        JsonElement? current = path.StartsWith('$') ? root : null;
        var steps = path.TrimStart('$').Replace("[", ".[", StringComparison.Ordinal);
        foreach (var step in steps.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            current = (current, step) switch
            {
                ({ ValueKind: JsonValueKind.Array } list, ['[', .. var position, ']']) => Item(list, position),
                ({ ValueKind: JsonValueKind.Object } map, ['[', '\'' or '"', .. var name, '\'' or '"', ']']) =>
                    map.TryGetProperty(name, out var value) ? value : null,
                ({ ValueKind: JsonValueKind.Object } map, _) => map.TryGetProperty(step, out var value) ? value : null,
                _ => null,
            };
        }

        return current;
    }

    private static JsonElement? Item(JsonElement list, string position) =>
        position == "*" ? list
        : int.TryParse(position, CultureInfo.InvariantCulture, out var index) && index >= 0 && index < list.GetArrayLength() ? list[index]
        : null;
}
