using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Text;
using Amazon.Lambda.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Slipway.Functions;

namespace Slipway.Local.Hosting;

/// <summary>
/// One function with what it is made of, as Lambda has one process for it: the handler itself runs, with the event and the answer
/// in the JSON that Lambda would carry.
/// </summary>
public sealed class FunctionProcess : IAsyncDisposable
{
    private static readonly MethodInfo DeserializeEvent = typeof(ILambdaSerializer).GetMethod(nameof(ILambdaSerializer.Deserialize))!;
    private static readonly MethodInfo SerializeAnswer = typeof(ILambdaSerializer).GetMethod(nameof(ILambdaSerializer.Serialize))!;
    private readonly Handler _handler;
    private readonly ServiceProvider _services;

    public FunctionProcess(Handler handler, Settings settings, TimeProvider clock, Action<IServiceCollection> addPorts)
    {
        var services = new ServiceCollection();
        Startup.AddFunctions(services, settings, clock, NullLogger.Instance);
        addPorts(services);
        (_handler, _services) = (handler, services.BuildServiceProvider());
    }

    /// <summary>The answer as JSON; null when the handler has none. What the handler throws, it throws.</summary>
    public async Task<string?> RunAsync(string payload, ILambdaContext context)
    {
        await using var scope = _services.CreateAsyncScope();
        var instance = ActivatorUtilities.CreateInstance(scope.ServiceProvider, _handler.Class);
        var input = Guarded(() => DeserializeEvent.MakeGenericMethod(_handler.Event).Invoke(FunctionCatalog.Serializer, [new MemoryStream(Encoding.UTF8.GetBytes(payload))]));
        var task = (Task)Guarded(() => _handler.Method.Invoke(instance, [input, context]))!;
        await task;
        return Answer(task, _handler.Method.ReturnType);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

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

    private static object? Guarded(Func<object?> call)
    {
        try
        {
            return call();
        }
        catch (TargetInvocationException wrapped) when (wrapped.InnerException is { } inner)
        {
            ExceptionDispatchInfo.Throw(inner);
            throw;
        }
    }
}
