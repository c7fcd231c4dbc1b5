using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Local.Templates;

namespace Slipway.Local.Events;

/// <summary>The event buses of the account: completes events and gives them to every enabled rule whose pattern they match.</summary>
public sealed class EventBus
{
    private readonly IReadOnlyList<EventRule> _rules;
    private readonly HashSet<string> _disabled;
    private readonly TargetDeliveries _deliveries;
    private readonly Surroundings _surroundings;

    internal EventBus(IReadOnlyList<EventRule> rules, TargetDeliveries deliveries, Surroundings surroundings)
    {
        (_rules, _deliveries, _surroundings) = (rules, deliveries, surroundings);
        _disabled = [.. rules.Where(rule => !rule.Enabled).Select(rule => rule.LogicalId)];
    }

    public bool IsEnabled(EventRule rule) => !_disabled.Contains(rule.LogicalId);

    public void Enable(EventRule rule) => _disabled.Remove(rule.LogicalId);

    public void Disable(EventRule rule) => _disabled.Add(rule.LogicalId);

    /// <summary>
    /// Takes one event as targets see it (source, detail-type, detail, ...), adds what is missing, and returns its id. Throws <see
    /// cref="ArgumentException"/> when it is no event.
    /// </summary>
    public string PutEvent(string json, string busName = "default")
    {
        var given = Parse(json) as JsonObject
            ?? throw new ArgumentException("An event is a JSON object with source, detail-type and detail.");
        return Put(EventEnvelope.Complete(given, _surroundings), busName);
    }

    /// <summary>Takes the request of the PutEvents API ({"Entries": [...]}) and returns its answer; a bad entry fails alone.</summary>
    public string PutEvents(string requestJson)
    {
        var entries = (Parse(requestJson) as JsonObject)?["Entries"] as JsonArray
            ?? throw new ArgumentException("PutEvents needs a list of Entries.");
        if (entries.Count is 0 or > 10)
        {
            throw new ArgumentException("PutEvents takes one to ten Entries.");
        }

        var answers = entries.Select(entry => Put(entry as JsonObject ?? [])).ToList();
        return new JsonObject
        {
            ["FailedEntryCount"] = answers.Count(answer => answer.ContainsKey("ErrorCode")),
            ["Entries"] = new JsonArray([.. answers]),
        }.ToJsonString(PlainJson.Options);
    }

    internal void Fire(EventRule rule, EventEnvelope envelope)
    {
        _surroundings.Tell(new ScheduleFired(_surroundings.Now, envelope.Id, rule));
        _deliveries.Send(rule, envelope);
    }

    private JsonObject Put(JsonObject entry)
    {
        try
        {
            var detail = entry["Detail"] is JsonValue text && text.TryGetValue<string>(out var written)
                ? Parse(written)
                : entry["Detail"]?.DeepClone();
            var given = new JsonObject
            {
                ["source"] = entry["Source"]?.DeepClone(),
                ["detail-type"] = entry["DetailType"]?.DeepClone(),
                ["detail"] = detail as JsonObject ?? throw new ArgumentException("Detail is no JSON object."),
                ["time"] = entry["Time"]?.DeepClone(),
                ["resources"] = entry["Resources"]?.DeepClone(),
            };
            var bus = (string?)entry["EventBusName"] ?? "default";
            return new JsonObject { ["EventId"] = Put(EventEnvelope.Complete(given, _surroundings), bus[(bus.LastIndexOf('/') + 1)..]) };
        }
        catch (ArgumentException fault)
        {
            return new JsonObject { ["ErrorCode"] = "InvalidArgument", ["ErrorMessage"] = fault.Message };
        }
    }

    private string Put(EventEnvelope envelope, string busName)
    {
        _surroundings.Tell(new EventReceived(_surroundings.Now, envelope.Id, envelope.Source, envelope.DetailType, busName, envelope.Json));
        var matching = _rules.Where(
            rule => rule.BusName == busName && IsEnabled(rule) && rule.Pattern?.Matches(envelope.Body) == true).ToList();
        foreach (var rule in matching)
        {
            _surroundings.Tell(new RuleMatched(_surroundings.Now, envelope.Id, rule));
            _deliveries.Send(rule, envelope);
        }

        if (matching.Count == 0)
        {
            _surroundings.Tell(new EventUnmatched(_surroundings.Now, envelope.Id, envelope.Source, envelope.DetailType));
        }

        return envelope.Id;
    }

    private static JsonNode? Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json);
        }
        catch (JsonException fault)
        {
            throw new ArgumentException($"This is not JSON: {fault.Message}", fault);
        }
    }
}
