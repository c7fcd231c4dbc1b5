using System.Reflection;
using System.Runtime.InteropServices;
using Mono.Cecil;
using Mono.Cecil.Rocks;

namespace Slipway.Tests.Contracts.Privileges;

/// <summary>
/// What a method may come to call, read from the compiled code of some assemblies: through async methods and iterators, lambdas,
/// constructors, and every implementation of an interface or override, whether or not a test ever takes that path. Calls that
/// leave the assemblies end a path.
/// </summary>
internal sealed class CallGraph
{
    private readonly Dictionary<string, AssemblyDefinition> _assemblies;

    public CallGraph(params IReadOnlyList<Assembly> assemblies)
    {
        var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(AppContext.BaseDirectory);
        resolver.AddSearchDirectory(RuntimeEnvironment.GetRuntimeDirectory());
        _assemblies = assemblies.ToDictionary(assembly => assembly.GetName().Name!, assembly => resolver.Resolve(AssemblyNameReference.Parse(assembly.FullName)));
        Types = [.. _assemblies.Values.SelectMany(assembly => assembly.MainModule.GetAllTypes())];
        Dispatch = new(Types);
        Made = [.. Types.SelectMany(type => type.Methods).Where(method => method.HasBody).SelectMany(MadeDelegate.In)];
    }

    public IReadOnlyList<TypeDefinition> Types { get; }

    public Dispatch Dispatch { get; }

    /// <summary>Every delegate that is made anywhere in the assemblies.</summary>
    public IReadOnlyList<MadeDelegate> Made { get; }

    /// <param name="isEnd">Methods at which a path ends although they are the assemblies' own.</param>
    /// <param name="isRoot">Types that put objects together and hand delegates on, so that a call of such a delegate is a call of what they gave.</param>
    public Walk From(MethodInfo method, Func<MethodDefinition, bool>? isEnd = null, Func<TypeDefinition, bool>? isRoot = null)
    {
        var type = _assemblies[method.DeclaringType!.Assembly.GetName().Name!].MainModule.GetType(method.DeclaringType.FullName!.Replace('+', '/'));
        return new Walk(this, isEnd ?? (static _ => false), isRoot ?? (static _ => false)).From(type.Methods.Single(candidate => candidate.MetadataToken.ToInt32() == method.MetadataToken));
    }
}
