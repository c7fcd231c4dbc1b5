using Amazon.DynamoDBv2.Model;
using Slipway.Domain;
using Slipway.Domain.Images;

namespace Slipway.Aws.Records;

/// <summary>What became of every push, for 400 days: longer than anybody asks after one, and than any queue keeps one.</summary>
public sealed class DynamoPushes(DynamoTable table, TimeProvider clock) : IPushes
{
    private const string Outcome = "outcome";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    public async Task<PushRecord?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await table.FindAsync($"push {id}", RecordKey.OfPush(id), cancellationToken))?.Read($"push {id}", DomainJson.Default.PushRecord);

    public Task SaveAsync(PushRecord record, CancellationToken cancellationToken)
    {
        var item = Item.Of($"push {record.Id}", RecordKey.OfPush(record.Id), record, DomainJson.Default.PushRecord, clock.GetUtcNow() + Kept);
        item.Attributes[Outcome] = new(record.Outcome.ToString());
        var again = Enum.GetValues<PushOutcome>().Where(outcome => outcome.MayBeTakenAgain()).Select(outcome => outcome.ToString()).ToDictionary(outcome => $":{outcome}", outcome => new AttributeValue(outcome));
        var absentOrTakenAgain = new Condition($"{Condition.Absent.Expression} OR #outcome IN ({string.Join(", ", again.Keys)})", new() { ["#outcome"] = Outcome }, again);
        return table.WriteAsync($"push {record.Id}", item, absentOrTakenAgain, [], cancellationToken);
    }
}
