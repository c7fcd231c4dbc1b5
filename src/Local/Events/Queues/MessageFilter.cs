using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Local.Events;

/// <summary>How Lambda's filters see a message: a body that is a JSON object is one, any other body is text.</summary>
internal static class MessageFilter
{
    public static JsonNode? Body(string text)
    {
        try
        {
            return JsonNode.Parse(text) is JsonObject map ? map : JsonValue.Create(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }
}
