using System.Reflection;
using Amazon.Lambda.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Slipway.Local.Hosting;

/// <summary>Makes a handler and runs it on an event; true when it has written an answer.</summary>
internal delegate Task<bool> HandlerCall(IServiceProvider services, Stream input, ILambdaContext context, Stream output);

/// <summary>A method that Lambda would run, as ANNOTATIONS_HANDLER names it.</summary>
public sealed class Handler(Type type, MethodInfo method)
{
    private static readonly MethodInfo WithAnswer = Of(nameof(Answering));
    private static readonly MethodInfo WithoutAnswer = Of(nameof(Silent));
    private HandlerCall? _call;

    public Type Class => type;

    public MethodInfo Method => method;

    public Type Event => method.GetParameters()[0].ParameterType;

    /// <summary>Bound when it is asked for first, and then without reflection.</summary>
    internal HandlerCall Call => _call ??= Bind();

    private static MethodInfo Of(string name) => typeof(Handler).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;

    private HandlerCall Bind()
    {
        var bind = method.ReturnType.IsGenericType
            ? WithAnswer.MakeGenericMethod(type, Event, method.ReturnType.GetGenericArguments()[0])
            : WithoutAnswer.MakeGenericMethod(type, Event);
        return (HandlerCall)bind.Invoke(null, [method])!;
    }

    private static HandlerCall Answering<TClass, TEvent, TAnswer>(MethodInfo method)
    {
        var run = method.CreateDelegate<Func<TClass, TEvent, ILambdaContext, Task<TAnswer>>>();
        var make = ActivatorUtilities.CreateFactory<TClass>([]);
        return async (services, input, context, output) =>
        {
            var handler = make(services, null);
            FunctionCatalog.Serializer.Serialize(await run(handler, FunctionCatalog.Serializer.Deserialize<TEvent>(input), context), output);
            return true;
        };
    }

    private static HandlerCall Silent<TClass, TEvent>(MethodInfo method)
    {
        var run = method.CreateDelegate<Func<TClass, TEvent, ILambdaContext, Task>>();
        var make = ActivatorUtilities.CreateFactory<TClass>([]);
        return async (services, input, context, _) =>
        {
            var handler = make(services, null);
            await run(handler, FunctionCatalog.Serializer.Deserialize<TEvent>(input), context);
            return false;
        };
    }
}
