using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Slipway.Aws.Access;
using Slipway.Domain;

namespace Slipway.Aws.Records;

/// <summary>
/// The one table of everything that Slipway remembers. An item is found by <c>pk</c> and <c>sk</c>; it carries its record as
/// JSON (<see cref="RecordText"/>) and, where DynamoDB shall forget it, the time of that as <c>expires</c> in epoch seconds.
/// Every read is consistent, so there is no index.
/// <list type="table">
/// <listheader><term>What</term><description>pk · sk · expires</description></listheader>
/// <item><term>release</term><description>release#id · record · never</description></item>
/// <item><term>its place in its environment</term><description>environment#system/environment · release#pushed-at#id · 30 days after it ended</description></item>
/// <item><term>its place under its digest</term><description>digest#sha256:… · release#id · never</description></item>
/// <item><term>last known good</term><description>environment#system/environment · good#service · never</description></item>
/// <item><term>template of a workload</term><description>template#region/cluster/namespace/kind/name/container · fingerprint · never</description></item>
/// <item><term>lease</term><description>lease#system/environment/service · record · 30 days after it ended</description></item>
/// <item><term>the last token of all leases</term><description>tokens · record · never</description></item>
/// <item><term>intervention</term><description>intervention#id · record · never</description></item>
/// <item><term>quarantine, hold, freeze</term><description>restraints#kind · scope · when it ends or was lifted</description></item>
/// <item><term>push</term><description>push#id · record · after 400 days</description></item>
/// <item><term>tasks that wait at a gate</term><description>wait#sha256:… · record · a day after the last began to wait</description></item>
/// <item><term>how far the sweep has come</term><description>sweep#registry/repository · record · 400 days after its last sweep</description></item>
/// <item><term>incident</term><description>incident#id · record · 400 days after it was written last</description></item>
/// <item><term>notice</term><description>notice#id · record · 400 days after everybody was told</description></item>
/// <item><term>that somebody was not told of it</term><description>untold · id · when everybody was told</description></item>
/// <item><term>breaker of a service that notices go to</term><description>breaker#kind/target · record · 30 days after its last change</description></item>
/// <item><term>thread of notices</term><description>thread#release or incident · channel · 400 days after its last notice</description></item>
/// <item><term>scaling state</term><description>scaling#system/environment/service · record · 30 days after its last tick</description></item>
/// </list>
/// </summary>
/// <param name="writer">Tells this process apart from every other: with it a write that was repeated after its answer was lost finds itself.</param>
public sealed class DynamoTable(AwsClients clients, string name, string writer)
{
    private const int BatchSize = 100;
    private const int BatchRounds = 6;
    private static readonly TimeSpan BatchPause = TimeSpan.FromMilliseconds(50);
    private long _writes;

    /// <summary>Asked for within calls alone, so that missing credentials are said like every other failure.</summary>
    private AmazonDynamoDBClient Client => clients.Own(AwsServices.DynamoDB);

    /// <summary>Reads one item before anybody asks: the client, its credentials and its connection are there then. What goes wrong here is said where it matters.</summary>
    public async Task WarmAsync()
    {
        try
        {
            await FindAsync("last token of all leases", RecordKey.Tokens, CancellationToken.None);
        }
        catch (Exception failure) when (failure is RejectedException or UnavailableException)
        {
        }
    }

    internal Task<Item?> FindAsync(string what, RecordKey key, CancellationToken cancellationToken) => AwsCall.AskAsync(CannotRead(what), async () =>
    {
        var answer = await Client.GetItemAsync(new GetItemRequest { TableName = name, Key = key.Attributes, ConsistentRead = true }, cancellationToken);
        return answer.IsItemSet ? new Item(answer.Item) : null;
    });

    /// <summary>Everything of a partition that has not expired, last sort key first, with these attributes alone.</summary>
    internal Task<IReadOnlyList<Item>> ListAsync(string what, string partition, string attribute, DateTimeOffset now, CancellationToken cancellationToken) =>
        AwsCall.AskAsync<IReadOnlyList<Item>>(CannotRead(what), async () =>
        {
            var request = new QueryRequest
            {
                TableName = name,
                KeyConditionExpression = $"{RecordKey.Partition} = :partition",
                FilterExpression = "attribute_not_exists(#expires) OR #expires > :now",
                ProjectionExpression = "#attribute",
                ExpressionAttributeNames = new() { ["#expires"] = Item.Expires, ["#attribute"] = attribute },
                ExpressionAttributeValues = new() { [":partition"] = new(partition), [":now"] = Item.Number(now.ToUnixTimeSeconds()) },
                ConsistentRead = true,
                ScanIndexForward = false,
            };
            var items = new List<Item>();
            do
            {
                var page = await Client.QueryAsync(request, cancellationToken);
                items.AddRange((page.Items ?? []).Select(attributes => new Item(attributes)));
                request.ExclusiveStartKey = page.LastEvaluatedKey;
            }
            while (request.ExclusiveStartKey is { Count: > 0 });
            return items;
        });

    /// <summary>The items of these keys that there are, in no order.</summary>
    internal async Task<IReadOnlyList<Item>> FindAllAsync(string what, IEnumerable<RecordKey> keys, TimeProvider clock, CancellationToken cancellationToken) =>
        [.. (await Task.WhenAll(keys.Chunk(BatchSize).Select(batch => AwsCall.AskAsync(CannotRead(what), () => FindBatchAsync(what, batch, clock, cancellationToken))))).SelectMany(items => items)];

    /// <summary>Writes an item, and others in one transaction with it; null when it is written, otherwise what stands in its place and does not meet the condition.</summary>
    internal async Task<Item?> WriteAsync(string what, Item item, Condition condition, IReadOnlyList<Item> together, CancellationToken cancellationToken)
    {
        item.Writer = $"{writer}/{Interlocked.Increment(ref _writes)}";
        var other = await AwsCall.AskAsync(CannotWrite(what), () => together.Count == 0 ? PutAsync(what, item, condition, cancellationToken) : TransactAsync(what, item, condition, together, cancellationToken));
        return other?.Writer == item.Writer ? null : other;
    }

    /// <summary>Changes attributes of an item and answers with it as it is then; null when it does not meet the condition.</summary>
    internal Task<Item?> ChangeAsync(string what, RecordKey key, string change, Condition condition, CancellationToken cancellationToken) => AwsCall.AskAsync(CannotWrite(what), async () =>
    {
        try
        {
            var answer = await Client.UpdateItemAsync(
                new UpdateItemRequest
                {
                    TableName = name,
                    Key = key.Attributes,
                    UpdateExpression = change,
                    ConditionExpression = condition.Expression,
                    ExpressionAttributeNames = condition.Names,
                    ExpressionAttributeValues = condition.Values,
                    ReturnValues = ReturnValue.ALL_NEW,
                },
                cancellationToken);
            return new Item(answer.Attributes);
        }
        catch (ConditionalCheckFailedException)
        {
            return null;
        }
        catch (TransactionConflictException failure)
        {
            throw Together(what, failure);
        }
    });

    /// <summary>Refused at once while a transaction has the item in hand, whose outcome this write has not seen.</summary>
    private static ConflictException Together(string what, TransactionConflictException failure) => new($"Somebody else is writing {what} at this moment: read it again and decide again.", failure);

    private async Task<Item?> PutAsync(string what, Item item, Condition condition, CancellationToken cancellationToken)
    {
        try
        {
            await Client.PutItemAsync(
                new PutItemRequest
                {
                    TableName = name,
                    Item = item.Attributes,
                    ConditionExpression = condition.Expression,
                    ExpressionAttributeNames = condition.Names,
                    ExpressionAttributeValues = condition.Values,
                    ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
                },
                cancellationToken);
            return null;
        }
        catch (ConditionalCheckFailedException failure)
        {
            return new(failure.Item ?? []);
        }
        catch (TransactionConflictException failure)
        {
            throw Together(what, failure);
        }
    }

    private async Task<Item?> TransactAsync(string what, Item item, Condition condition, IReadOnlyList<Item> together, CancellationToken cancellationToken)
    {
        var put = new Put
        {
            TableName = name,
            Item = item.Attributes,
            ConditionExpression = condition.Expression,
            ExpressionAttributeNames = condition.Names,
            ExpressionAttributeValues = condition.Values,
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };
        var others = together.Select(other => new TransactWriteItem { Put = new() { TableName = name, Item = other.Attributes } });
        try
        {
            await Client.TransactWriteItemsAsync(new TransactWriteItemsRequest { TransactItems = [new() { Put = put }, .. others] }, cancellationToken);
            return null;
        }
        catch (TransactionCanceledException failure)
        {
            return Cancelled(what, failure);
        }
    }

    /// <summary>Why DynamoDB cancels a transaction stands in its reasons, one for each item.</summary>
    private Item Cancelled(string what, TransactionCanceledException failure)
    {
        var reasons = failure.CancellationReasons ?? [];
        var code = reasons.Select(reason => reason.Code).FirstOrDefault(code => code is not (null or "None")) ?? "";
        return code switch
        {
            "ConditionalCheckFailed" => new(reasons[0].Item ?? []),
            "TransactionConflict" => throw new ConflictException($"The {what} is being written by somebody else at this moment.", failure),
            "ThrottlingError" or "ProvisionedThroughputExceeded" => throw new UnavailableException($"{CannotWrite(what)}: AWS throttles ({code}).", failure),
            _ => throw new RejectedException($"{CannotWrite(what)}: {reasons.FirstOrDefault(reason => reason.Code == code)?.Message ?? failure.Message} ({code})", failure),
        };
    }

    /// <summary>DynamoDB answers with as much as fits and names the rest; what is left out is asked for again, after a little longer each time.</summary>
    private async Task<List<Item>> FindBatchAsync(string what, RecordKey[] keys, TimeProvider clock, CancellationToken cancellationToken)
    {
        var items = new List<Item>();
        var left = new KeysAndAttributes { Keys = [.. keys.Select(key => key.Attributes)], ConsistentRead = true };
        for (var round = 0; left is not null; round++)
        {
            if (round == BatchRounds)
            {
                throw new UnavailableException($"{CannotRead(what)}: AWS throttles (UnprocessedKeys).");
            }

            await Task.Delay(round == 0 ? TimeSpan.Zero : BatchPause * (1 << round), clock, cancellationToken);
            var answer = await Client.BatchGetItemAsync(new BatchGetItemRequest { RequestItems = new() { [name] = left } }, cancellationToken);
            items.AddRange((answer.Responses?.GetValueOrDefault(name) ?? []).Select(attributes => new Item(attributes)));
            left = answer.UnprocessedKeys?.GetValueOrDefault(name);
        }

        return items;
    }

    private string CannotRead(string what) => $"The {what} cannot be read from the table {name}";

    private string CannotWrite(string what) => $"The {what} cannot be written to the table {name}";
}
