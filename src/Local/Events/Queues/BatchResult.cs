using System.Text.Json;

namespace Slipway.Local.Events;

/// <summary>
/// Which messages of a batch failed.
/// Function failed: all. Mapping without partial answers: none. Answer empty, null, or without failures: none.
/// Answer not JSON, a failure without its identifier, or one that the batch does not have: all. Otherwise: those it names.
/// </summary>
internal sealed record BatchResult(IReadOnlySet<string> Failed, string Reason)
{
    private static readonly BatchResult None = new(new HashSet<string>(), "");

    public static BatchResult Of(FunctionOutcome outcome, IReadOnlyList<Message> batch, bool isPartial)
    {
        if (outcome.Error is { } error)
        {
            return All(batch, $"{error.Type}: {error.Message}");
        }

        if (!isPartial || string.IsNullOrWhiteSpace(outcome.Answer))
        {
            return None;
        }

        try
        {
            using var answer = JsonDocument.Parse(outcome.Answer);
            return Of(answer.RootElement, batch);
        }
        catch (JsonException)
        {
            return All(batch, "the answer is not JSON");
        }
    }

    private static BatchResult Of(JsonElement answer, IReadOnlyList<Message> batch)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("batchItemFailures", out var failures) || failures.ValueKind == JsonValueKind.Null)
        {
            return None;
        }

        if (failures.ValueKind != JsonValueKind.Array)
        {
            return All(batch, "batchItemFailures is not a list");
        }

        var known = batch.Select(message => message.MessageId).ToHashSet();
        var failed = new HashSet<string>();
        foreach (var failure in failures.EnumerateArray())
        {
            var id = failure.ValueKind == JsonValueKind.Object && failure.TryGetProperty("itemIdentifier", out var value)
                && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
            if (id is null || !known.Contains(id))
            {
                return All(batch, id is null ? "a failure has no itemIdentifier" : $"the batch has no message {id}");
            }

            failed.Add(id);
        }

        return new BatchResult(failed, "reported by the function");
    }

    private static BatchResult All(IReadOnlyList<Message> batch, string reason) =>
        new(batch.Select(message => message.MessageId).ToHashSet(), reason);
}
