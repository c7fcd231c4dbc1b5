using System.Text.Json;

namespace Slipway.Local.Events.Patterns;

/// <summary>A single value of an event, as patterns look at it.</summary>
internal static class Leaf
{
    /// <summary>The same kind and the same text: 300 and 300.0 are different to EventBridge unless numeric is asked for.</summary>
    public static bool Same(JsonElement left, JsonElement right) =>
        left.ValueKind == right.ValueKind
            && (left.ValueKind == JsonValueKind.String ? left.GetString() == right.GetString() : left.GetRawText() == right.GetRawText());

    public static Func<JsonElement, bool> Text(Func<string, bool> accept) => leaf =>
        leaf.ValueKind == JsonValueKind.String && accept(leaf.GetString()!);
}
