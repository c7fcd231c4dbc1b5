using System.Reflection;

namespace Slipway.Tests.AwsPackages.Slices;

/// <summary>The public members of an assembly, each as one line of a listing of public API.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly string[] ImpliedNamespaces = ["System", "System.Collections.Generic", "System.IO", "System.Threading", "System.Threading.Tasks"];

    public static IEnumerable<string> Of(Assembly assembly) => assembly.GetExportedTypes().SelectMany(Lines);

    private static IEnumerable<string> Lines(Type type)
    {
        var name = NameOf(type);
        yield return Declaration(type, name);
        if (typeof(Delegate).IsAssignableFrom(type)) yield break;

        foreach (var constructor in type.GetConstructors()) yield return $"{name}.new({Parameters(constructor)})";

        foreach (var property in type.GetProperties(Declared).Where(property => property.GetAccessors().Length > 0))
        {
            var accessors = string.Concat(property.GetGetMethod() is null ? "" : "get; ", property.GetSetMethod() is null ? "" : "set; ");
            yield return $"{name}.{property.Name} {{ {accessors}}} : {NameOf(property.PropertyType)}";
        }

        foreach (var method in type.GetMethods(Declared).Where(method => method is { IsSpecialName: false } && (method.IsPublic || method.IsFamily)))
        {
            var arguments = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(NameOf))}>" : "";
            yield return $"{name}.{method.Name}{arguments}({Parameters(method)}) : {NameOf(method.ReturnType)}";
        }
    }

    private static string Declaration(Type type, string name)
    {
        var kind = type switch
        {
            { IsInterface: true } => "interface",
            _ when typeof(Delegate).IsAssignableFrom(type) => "delegate",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        var bases = type.GetInterfaces().ToHashSet();
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(MulticastDelegate)) bases.Add(parent);
        return string.Join(" : ", new[] { name, kind, string.Join(", ", bases.Select(NameOf).Order(StringComparer.Ordinal)) }.Where(part => part.Length > 0));
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{(parameter.ParameterType.IsByRef ? "ref " : "")}{NameOf(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? " = default" : "")}"));

    private static string NameOf(Type type)
    {
        if (type.IsByRef) return NameOf(type.GetElementType()!);
        if (type.IsArray) return $"{NameOf(type.GetElementType()!)}[]";
        if (type.IsGenericParameter) return type.Name;

        var scope = type.DeclaringType is { } outer ? NameOf(outer) : ImpliedNamespaces.Contains(type.Namespace) ? "" : type.Namespace!;
        var arguments = type.IsGenericType ? $"<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>" : "";
        return $"{(scope.Length == 0 ? "" : $"{scope}.")}{type.Name.Split('`')[0]}{arguments}";
    }
}
