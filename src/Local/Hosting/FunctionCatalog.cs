using System.Reflection;
using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Functions;
using Slipway.Local.Templates;

namespace Slipway.Local.Hosting;

/// <summary>The handlers of the product, found by the attribute that the packaged program is generated from.</summary>
public static class FunctionCatalog
{
    private const string HandlerVariable = "ANNOTATIONS_HANDLER";

    private static readonly Dictionary<string, Handler> Handlers = typeof(Startup).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods().Where(method => method.GetCustomAttribute<LambdaFunctionAttribute>() is not null).Select(method => new Handler(type, method)))
        .ToDictionary(handler => handler.Method.Name, StringComparer.Ordinal);

    public static IReadOnlyCollection<string> Names => Handlers.Keys;

    /// <summary>The serializer that the packaged program uses.</summary>
    public static ILambdaSerializer Serializer { get; } =
        (ILambdaSerializer)Activator.CreateInstance(typeof(Startup).Assembly.GetCustomAttribute<LambdaSerializerAttribute>()!.SerializerType)!;

    public static Handler Of(FunctionResource function) => Handlers[function.Environment[HandlerVariable]];

    /// <summary>The functions of a template that no handler answers to, and the handlers that no function names: what would fail in AWS at the first call.</summary>
    public static IReadOnlyList<string> Mismatches(Template template)
    {
        var named = template.Functions.ToLookup(function => function.Environment.GetValueOrDefault(HandlerVariable) ?? "", StringComparer.Ordinal);
        var unknown = named.Where(group => !Handlers.ContainsKey(group.Key)).SelectMany(group => group)
            .Select(function => $"{template.Path}:{function.Line}: {function.LogicalId}: {HandlerVariable} names no function; write one of {string.Join(", ", Handlers.Keys.Order(StringComparer.Ordinal))}");
        var unused = Handlers.Keys.Where(name => !named.Contains(name)).Order(StringComparer.Ordinal)
            .Select(name => $"{template.Path}: no function has {HandlerVariable}: {name}");
        return [.. unknown, .. unused];
    }
}
