namespace Slipway.Domain.Executions;

/// <summary>One event of an execution.</summary>
/// <param name="Id">Counts from 1.</param>
/// <param name="PreviousId">The event that led to it; 0 for the first.</param>
/// <param name="Type">Step Functions' own word, such as TaskStateEntered.</param>
/// <param name="State">The state that was entered or left; null for other events.</param>
/// <param name="Error">What went wrong, with its cause; null when nothing did.</param>
public sealed record ExecutionEvent(long Id, long PreviousId, DateTimeOffset At, string Type, string? State, TaskError? Error);

/// <summary>What executions went through: Step Functions.</summary>
public interface IExecutionHistories
{
    /// <summary>Every event of an execution, first to last.</summary>
    /// <exception cref="RejectedException">There is no such execution, or it ended more than 90 days ago.</exception>
    Task<IReadOnlyList<ExecutionEvent>> ReadHistoryAsync(string executionArn, CancellationToken cancellationToken);
}
