using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Domain;
using Slipway.Domain.Releases;

namespace Slipway.Aws.Registries.Ecr;

/// <summary>
/// A repository's lifecycle policy, made to spare what Slipway protects. Rules are applied from the lowest priority number on, and an
/// image that one of them matches cannot be expired by a later one: a first rule that matches the tags of Slipway, and keeps more
/// images of them than there will ever be, therefore keeps all rules after it from them.
/// </summary>
public static class LifecyclePolicy
{
    private const int NeverReached = 100_000;

    /// <summary>The policy with that rule in front; null when it is in front already. The others keep their order, and their numbers as far as those are free.</summary>
    public static string? Sparing(string policy)
    {
        try
        {
            return Sparing([.. (JsonNode.Parse(policy)?["rules"]?.AsArray() ?? []).OfType<JsonObject>().OrderBy(Priority)]);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException)
        {
            throw new RejectedException($"The repository's lifecycle policy cannot be read: {failure.Message}", failure);
        }
    }

    private static string? Sparing(List<JsonObject> rules)
    {
        if (rules.Count > 0 && Spares(rules[0]))
        {
            return null;
        }

        var last = 1;
        var kept = new JsonArray(First());
        foreach (var rule in rules.Where(rule => !Spares(rule)))
        {
            var copy = rule.DeepClone().AsObject();
            copy["rulePriority"] = last = Math.Max(last + 1, Priority(rule));
            kept.Add((JsonNode)copy);
        }

        return new JsonObject { ["rules"] = kept }.ToJsonString();
    }

    private static JsonObject First() => new()
    {
        ["rulePriority"] = 1,
        ["description"] = "Slipway: what runs or was verified is not expired by the rules below",
        ["selection"] = new JsonObject
        {
            ["tagStatus"] = "tagged",
            ["tagPrefixList"] = new JsonArray(PushRouting.OwnTags),
            ["countType"] = "imageCountMoreThan",
            ["countNumber"] = NeverReached,
        },
        ["action"] = new JsonObject { ["type"] = "expire" },
    };

    private static bool Spares(JsonObject rule) =>
        rule["selection"] is JsonObject selection
        && (string?)selection["tagStatus"] == "tagged"
        && selection["tagPrefixList"] is JsonArray { Count: 1 } prefixes && (string?)prefixes[0] == PushRouting.OwnTags
        && (string?)selection["countType"] == "imageCountMoreThan"
        && (int?)selection["countNumber"] >= NeverReached;

    private static int Priority(JsonObject rule) => (int?)rule["rulePriority"] ?? int.MaxValue;
}
