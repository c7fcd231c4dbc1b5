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
        foreach (var step in path.TrimStart('$').Replace("[", ".[", StringComparison.Ordinal).Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            current = (current, step) switch
            {
                ({ ValueKind: JsonValueKind.Array } list, ['[', .. var position, ']']) => Item(list, position),
                ({ ValueKind: JsonValueKind.Object } map, ['[', '\'' or '"', .. var name, '\'' or '"', ']']) => map.TryGetProperty(name, out var value) ? value : null,
                ({ ValueKind: JsonValueKind.Object } map, _) => map.TryGetProperty(step, out var value) ? value : null,
                _ => null,
            };
        }

        return current;
    }

    private static JsonElement? Item(JsonElement list, string position) =>
        position == "*" ? list
        : int.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.GetArrayLength() ? list[index]
        : null;
}
