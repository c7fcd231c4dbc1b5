using System.Globalization;
using Slipway.Local.Templates;

namespace Slipway.Local.Events;

/// <summary>Invokes functions under Lambda's rules: a timeout for each call, and no more at once than a function reserves.</summary>
internal sealed class FunctionRuns(FunctionInvoker invoke, Surroundings surroundings)
{
    private readonly Dictionary<string, int> _running = new(StringComparer.Ordinal);

    public void Start(FunctionResource function, string payload, Action<FunctionOutcome> then)
    {
        var running = _running.GetValueOrDefault(function.LogicalId);
        if (running >= function.ReservedConcurrency)
        {
            then(new FunctionOutcome(null, new FunctionError("TooManyRequestsException", "Rate Exceeded.")) { IsThrottled = true });
            return;
        }

        _running[function.LogicalId] = running + 1;
        IDisposable? limit = null;
        var timedOut = new CancellationTokenSource();
        var call = new FunctionCall(function, surroundings.Ids.Next("request"), payload, surroundings.Clock, End, timedOut.Token);
        surroundings.Tell(new InvocationStarted(surroundings.Now, function, call.RequestId, payload));
        limit = surroundings.Clock.Schedule(function.Timeout, () => Stop(call, timedOut));
        Run(call);

        void End(FunctionCall ended, FunctionOutcome outcome)
        {
            limit?.Dispose();
            _running[function.LogicalId]--;
            Tell(ended, outcome);
            then(outcome);
        }
    }

    private void Tell(FunctionCall call, FunctionOutcome outcome)
    {
        var duration = surroundings.Now - call.StartedAt;
        surroundings.Tell(outcome.Error is { } error
            ? new InvocationFailed(surroundings.Now, call.Function, call.RequestId, error, duration)
            : new InvocationSucceeded(surroundings.Now, call.Function, call.RequestId, outcome.Answer, duration));
    }

    /// <summary>First the caller learns of the timeout, then the handler: what the handler still says comes too late.</summary>
    private static void Stop(FunctionCall call, CancellationTokenSource timedOut)
    {
        call.End(TimedOut(call));
        timedOut.Cancel();
    }

    /// <summary>Whatever a function throws is the function's failure, as in Lambda; it must not stop the account.</summary>
    private void Run(FunctionCall call)
    {
        try
        {
            invoke(call);
        }
        catch (Exception fault) when (!call.IsOver)
        {
            call.Fail(fault);
        }
    }

    private static FunctionOutcome TimedOut(FunctionCall call) => new(null, new FunctionError(
        "Sandbox.Timedout",
        string.Create(
            CultureInfo.InvariantCulture,
            $"RequestId: {call.RequestId} Error: Task timed out after {call.Function.Timeout.TotalSeconds:0.00} seconds")));
}
