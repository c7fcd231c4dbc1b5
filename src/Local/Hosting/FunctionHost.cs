using Microsoft.Extensions.DependencyInjection;
using Slipway.Functions;
using Slipway.Local.Events;
using Slipway.Local.Records;
using Slipway.Local.Templates;

namespace Slipway.Local.Hosting;

/// <summary>
/// Runs the handlers themselves, with the event and answer in the JSON that Lambda would carry, on the ports of the embedded
/// account in a region. What the handler throws becomes the error that Lambda would report: the exception's short name and message.
/// </summary>
public sealed class FunctionHost(TimeProvider clock, string region, Action<IServiceCollection> addPorts, FaultPlan? faults = null)
{
    private readonly Dictionary<string, FunctionProcess> _processes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _invocations = new(StringComparer.Ordinal);

    public void Invoke(FunctionCall call)
    {
        var earlier = _invocations.GetValueOrDefault(call.Function.LogicalId);
        _invocations[call.Function.LogicalId] = earlier + 1;
        var fault = faults?.Invoke(call, earlier) ?? Fault.None;
        if (fault == Fault.DiesBefore)
        {
            Die(call);
            return;
        }

        var work = Process(call.Function).RunAsync(call.Payload, new InvocationContext(call.Function, call.RequestId, () => call.Remaining));
        if (work.Exception?.InnerException is JournalException unwritable)
        {
            throw unwritable; // The account itself cannot go on: no function's fault, and nothing to try again.
        }

        if (fault == Fault.DiesAfter)
        {
            work.ContinueWith(_ => Die(call), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            return;
        }

        call.Complete(work);
    }

    private static void Die(FunctionCall call) => call.Fail("Runtime.ExitError", $"RequestId: {call.RequestId} Error: Runtime exited with error: exit status 1");

    private FunctionProcess Process(FunctionResource function)
    {
        if (!_processes.TryGetValue(function.LogicalId, out var process))
        {
            var settings = new Settings(name => name == "AWS_REGION" ? region : function.Environment.GetValueOrDefault(name));
            _processes[function.LogicalId] = process = new(FunctionCatalog.Of(function), settings, clock, addPorts);
        }

        return process;
    }
}
