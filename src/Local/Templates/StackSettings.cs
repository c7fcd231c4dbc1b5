namespace Slipway.Local.Templates;

/// <summary>What `sam deploy` would be told: where the stack stands and which parameters it overrides.</summary>
public sealed record StackSettings
{
    public string StackName { get; init; } = "slipway";

    public string Region { get; init; } = "us-east-1";

    public string AccountId { get; init; } = "123456789012";

    public string Partition { get; init; } = "aws";

    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();
}
