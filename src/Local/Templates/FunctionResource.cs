using System.Text.Json;

namespace Slipway.Local.Templates;

/// <summary>A Lambda function with what its invocation needs; `Policies` stay as the template has them.</summary>
public sealed record FunctionResource(ResourceName Identity, JsonElement Properties) : Resource(Identity, Properties)
{
    public required string Handler { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required TimeSpan Timeout { get; init; }

    public required int MemoryMegabytes { get; init; }

    /// <summary>How many run at once at most; null where only the account limits it.</summary>
    public required int? ReservedConcurrency { get; init; }

    public required JsonElement? Policies { get; init; }

    public required AsynchronousInvocation Asynchronous { get; init; }
}

/// <summary>What happens to an event that a function was given without anybody waiting for the answer.</summary>
public sealed record AsynchronousInvocation
{
    public int MaximumRetryAttempts { get; init; } = 2;

    public TimeSpan MaximumEventAge { get; init; } = TimeSpan.FromHours(6);

    public string? OnSuccessArn { get; init; }

    public string? OnFailureArn { get; init; }

    public string? DeadLetterArn { get; init; }
}
