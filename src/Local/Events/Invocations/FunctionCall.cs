using Slipway.Local.Templates;

namespace Slipway.Local.Events;

/// <summary>Runs a function: at once, or later on the clock, but ends the call once, by Succeed, Fail or Complete.</summary>
public delegate void FunctionInvoker(FunctionCall call);

/// <summary>One running invocation. Whatever ends it after its function's timeout is ignored: Lambda has stopped waiting.</summary>
public sealed class FunctionCall
{
    private readonly TimeProvider _clock;
    private readonly Action<FunctionCall, FunctionOutcome> _ended;

    internal FunctionCall(
        FunctionResource function, string requestId, string payload, TimeProvider clock, Action<FunctionCall, FunctionOutcome> ended, CancellationToken timedOut)
    {
        (Function, RequestId, Payload, TimedOut, _clock, _ended) = (function, requestId, payload, timedOut, clock, ended);
        StartedAt = clock.GetUtcNow();
    }

    public FunctionResource Function { get; }

    public string RequestId { get; }

    /// <summary>The event, as JSON.</summary>
    public string Payload { get; }

    public DateTimeOffset StartedAt { get; }

    public DateTimeOffset Deadline => StartedAt + Function.Timeout;

    public TimeSpan Remaining => Deadline - _clock.GetUtcNow();

    public bool IsOver { get; private set; }

    /// <summary>
    /// Cancelled when the function's timeout is over, so that a handler does nothing that Lambda would not have let it do.
    /// </summary>
    public CancellationToken TimedOut { get; }

    public void Succeed(string? answer) => End(new FunctionOutcome(answer, null));

    public void Fail(string errorType, string message) => End(new FunctionOutcome(null, new FunctionError(errorType, message)));

    public void Fail(Exception exception) => Fail(exception.GetType().Name, exception.Message);

    /// <summary>Ends with the task, now or when the clock completes it.</summary>
    public void Complete(Task<string?> work)
    {
        if (!work.IsCompleted)
        {
            work.ContinueWith(Complete, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
        else if (work.IsCompletedSuccessfully)
        {
            Succeed(work.Result);
        }
        else
        {
            Fail(work.Exception?.InnerException ?? new OperationCanceledException());
        }
    }

    internal void End(FunctionOutcome outcome)
    {
        if (!IsOver)
        {
            IsOver = true;
            _ended(this, outcome);
        }
    }
}
