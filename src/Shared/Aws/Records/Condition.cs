using Amazon.DynamoDBv2.Model;

namespace Slipway.Aws.Records;

/// <summary>What must hold of the item that stands in the place of a write. Names begin with #, since DynamoDB reserves many words.</summary>
internal sealed record Condition(string? Expression, Dictionary<string, string>? Names = null, Dictionary<string, AttributeValue>? Values = null)
{
    public static Condition None { get; } = new((string?)null);

    /// <summary>Nothing stands there.</summary>
    public static Condition Absent { get; } = new($"attribute_not_exists({RecordKey.Partition})");

    /// <summary>The version that was read stands there; zero when there was nothing.</summary>
    public static Condition VersionIs(long version) =>
        version == 0 ? Absent : new("#version = :version", new() { ["#version"] = Item.Version }, new() { [":version"] = Item.Number(version) });
}
