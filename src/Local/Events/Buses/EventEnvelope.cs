using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Local.Events;

/// <summary>An event on its way, complete with what EventBridge adds.</summary>
internal sealed record EventEnvelope(string Id, string Source, string DetailType, JsonElement Body)
{
    public string Json => Body.GetRawText();

    /// <summary>
    /// Fills in version, id, account, time, region, resources and detail where they are missing; source and detail-type must be there.
    /// </summary>
    public static EventEnvelope Complete(JsonObject given, Surroundings surroundings)
    {
        var (source, type) = (Text(given, "source"), Text(given, "detail-type"));
        if (source.Length == 0 || type.Length == 0)
        {
            throw new ArgumentException($"An event needs {(source.Length == 0 ? "source" : "detail-type")}; write it beside detail.");
        }

        var id = Text(given, "id") is { Length: > 0 } own ? own : surroundings.Ids.Next("event");
        var complete = new JsonObject
        {
            ["version"] = Copy(given, "version") ?? "0",
            ["id"] = id,
            ["detail-type"] = type,
            ["source"] = source,
            ["account"] = Copy(given, "account") ?? surroundings.Stack.AccountId,
            ["time"] = Copy(given, "time") ?? Time(surroundings.Now),
            ["region"] = Copy(given, "region") ?? surroundings.Stack.Region,
            ["resources"] = Copy(given, "resources") ?? new JsonArray(),
            ["detail"] = Copy(given, "detail") ?? new JsonObject(),
        };
        using var document = JsonDocument.Parse(complete.ToJsonString(PlainJson.Options));
        return new EventEnvelope(id, source, type, document.RootElement.Clone());
    }

    /// <summary>How Lambda tells an event bus what became of an asynchronous invocation.</summary>
    public static string OfResult(Aftermath aftermath) => new JsonObject
    {
        ["source"] = "lambda",
        ["detail-type"] = $"Lambda Function Invocation Result - {(aftermath.Failure is null ? "Success" : "Failure")}",
        ["resources"] = new JsonArray(aftermath.Arn, $"{aftermath.Function.Arn}:$LATEST"),
        ["detail"] = JsonNode.Parse(aftermath.Json),
    }.ToJsonString(PlainJson.Options);

    public static string Time(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Text(JsonObject given, string name) =>
        given[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    private static JsonNode? Copy(JsonObject given, string name) => given[name]?.DeepClone();
}
