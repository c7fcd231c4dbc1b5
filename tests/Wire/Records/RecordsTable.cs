using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Slipway.Aws.Access;
using Slipway.Aws.Records;
using Slipway.Tests.Contracts;

namespace Slipway.Tests.Wire.Records;

/// <summary>A new table with the keys, indexes and expiry that template.yaml declares.</summary>
internal sealed class RecordsTable(AwsClients clients, string name)
{
    public string Name => name;

    public AmazonDynamoDBClient Client { get; } = ClientOf(clients);

    /// <summary>The table as a process of its own sees it.</summary>
    /// <param name="through">Other clients than those that made the table.</param>
    public DynamoTable Open(string writer = "one", AwsClients? through = null) => new(through ?? clients, name, writer);

    public static async Task<RecordsTable> CreateAsync(AwsClients clients)
    {
        var table = new RecordsTable(clients, $"records-{Guid.NewGuid():N}");
        var declared = Assert.Single(Stack.Template.Tables);
        await table.Client.CreateTableAsync(
            new CreateTableRequest
            {
                TableName = table.Name,
                BillingMode = declared.At("BillingMode")!.Value.GetString(),
                AttributeDefinitions = [.. Each(declared.At("AttributeDefinitions")).Select(attribute => new AttributeDefinition(Text(attribute, "AttributeName"), Text(attribute, "AttributeType")))],
                KeySchema = KeysOf(declared.At("KeySchema")),
                GlobalSecondaryIndexes = declared.At("GlobalSecondaryIndexes") is { } indexes ? [.. Each(indexes).Select(Index)] : null,
            },
            TestContext.Current.CancellationToken);
        await table.Client.UpdateTimeToLiveAsync(
            new UpdateTimeToLiveRequest
            {
                TableName = table.Name,
                TimeToLiveSpecification = new()
                {
                    AttributeName = declared.At("TimeToLiveSpecification", "AttributeName")!.Value.GetString(),
                    Enabled = declared.At("TimeToLiveSpecification", "Enabled")!.Value.GetBoolean(),
                },
            },
            TestContext.Current.CancellationToken);
        return table;
    }

    private static AmazonDynamoDBClient ClientOf(AwsClients clients) => clients.For(clients.Home, AwsServices.DynamoDB);

    private static GlobalSecondaryIndex Index(JsonElement index) => new()
    {
        IndexName = Text(index, "IndexName"),
        KeySchema = KeysOf(index.GetProperty("KeySchema")),
        Projection = new() { ProjectionType = Text(index.GetProperty("Projection"), "ProjectionType") },
    };

    private static List<KeySchemaElement> KeysOf(JsonElement? keys) => [.. Each(keys).Select(key => new KeySchemaElement(Text(key, "AttributeName"), Text(key, "KeyType")))];

    private static JsonElement.ArrayEnumerator Each(JsonElement? list) => list!.Value.EnumerateArray();

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
