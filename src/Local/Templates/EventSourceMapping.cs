using Slipway.Local.Events.Patterns;

namespace Slipway.Local.Templates;

/// <summary>
/// Lambda reading a queue for a function: how many messages at once, how long to wait for them, and what a partial failure means.
/// </summary>
public sealed record EventSourceMapping
{
    public required string LogicalId { get; init; }

    /// <summary>Logical id of the queue.</summary>
    public required string Queue { get; init; }

    /// <summary>Logical id of the function.</summary>
    public required string Function { get; init; }

    public int BatchSize { get; init; } = 10;

    public TimeSpan BatchingWindow { get; init; }

    /// <summary>True with FunctionResponseTypes: [ReportBatchItemFailures].</summary>
    public bool ReportsBatchItemFailures { get; init; }

    /// <summary>How many batches run at once at most; null where only the function limits it.</summary>
    public int? MaximumConcurrency { get; init; }

    public bool Enabled { get; init; } = true;

    /// <summary>A message must match one of them, else it is deleted unseen; empty lets everything through.</summary>
    public IReadOnlyList<EventPattern> Filters { get; init; } = [];

    public required int Line { get; init; }
}
