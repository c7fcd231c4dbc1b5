using System.Reflection;
using System.Text;
using Amazon.Lambda.Core;
using Microsoft.Extensions.DependencyInjection;
using Slipway.Functions;
using Slipway.Local.Events;
using Slipway.Local.Records;
using Slipway.Local.Templates;

namespace Slipway.Local.Hosting;

/// <summary>
/// Runs the handlers themselves, with the event and answer in the JSON that Lambda would carry, on the ports of the embedded
/// account. What the handler throws becomes the error that Lambda would report: the exception's short name and message.
/// </summary>
public sealed class FunctionHost(TimeProvider clock, Action<IServiceCollection> addPorts, FaultPlan? faults = null)
{
    private static readonly MethodInfo DeserializeEvent = typeof(ILambdaSerializer).GetMethod(nameof(ILambdaSerializer.Deserialize))!;
    private static readonly MethodInfo SerializeAnswer = typeof(ILambdaSerializer).GetMethod(nameof(ILambdaSerializer.Serialize))!;

    private readonly Dictionary<string, ServiceProvider> _processes = new(StringComparer.Ordinal);
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

        var work = RunAsync(call);
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

    private async Task<string?> RunAsync(FunctionCall call)
    {
        var handler = FunctionCatalog.Of(call.Function);
        await using var scope = Process(call.Function).CreateAsyncScope();
        var instance = ActivatorUtilities.CreateInstance(scope.ServiceProvider, handler.Class);
        var input = Guarded(() => DeserializeEvent.MakeGenericMethod(handler.Event).Invoke(FunctionCatalog.Serializer, [new MemoryStream(Encoding.UTF8.GetBytes(call.Payload))]));
        var task = (Task)Guarded(() => handler.Method.Invoke(instance, [input, new InvocationContext(call)]))!;
        await task;
        return Answer(task, handler.Method.ReturnType);
    }

    private static string? Answer(Task task, Type returned)
    {
        if (!returned.IsGenericType)
        {
            return null;
        }

        using var stream = new MemoryStream();
        var answer = task.GetType().GetProperty(nameof(Task<>.Result))!.GetValue(task);
        Guarded(() => SerializeAnswer.MakeGenericMethod(returned.GetGenericArguments()[0]).Invoke(FunctionCatalog.Serializer, [answer, stream]));
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>One container for each function, as Lambda has one process: the environment is the function's own.</summary>
    private ServiceProvider Process(FunctionResource function)
    {
        if (_processes.TryGetValue(function.LogicalId, out var process))
        {
            return process;
        }

        var services = new ServiceCollection();
        Startup.AddFunctions(services, new Settings(name => function.Environment.GetValueOrDefault(name)), clock);
        addPorts(services);
        return _processes[function.LogicalId] = services.BuildServiceProvider();
    }

    private static object? Guarded(Func<object?> call)
    {
        try
        {
            return call();
        }
        catch (TargetInvocationException wrapped) when (wrapped.InnerException is { } inner)
        {
            throw inner;
        }
    }
}
