using Mono.Cecil;

namespace Slipway.Tests.Contracts.Privileges;

/// <summary>Which methods a call of a virtual method or of an interface may come to, among the types of some assemblies.</summary>
internal sealed class Dispatch
{
    private readonly HashSet<TypeDefinition> _own;
    private readonly HashSet<string> _scopes;
    private readonly Dictionary<MethodDefinition, HashSet<MethodDefinition>> _targets = [];
    private readonly ILookup<TypeDefinition, MethodDefinition> _callbacks;

    public Dispatch(IEnumerable<TypeDefinition> types)
    {
        _own = [.. types];
        _scopes = [.. _own.Select(type => type.Module).Distinct().SelectMany(module => new[] { module.Name, module.Assembly.Name.Name })];
        foreach (var type in _own.Where(type => !type.IsInterface))
        {
            AddImplementations(type);
            AddOverrides(type);
        }

        var known = _targets.Values.SelectMany(targets => targets).ToHashSet();
        _callbacks = _own.Where(type => !type.IsInterface).SelectMany(type => type.Methods).Where(method => method.IsVirtual && !known.Contains(method)).ToLookup(method => method.DeclaringType);
    }

    /// <summary>The definition, where it is one of the assemblies' own; null for everything else.</summary>
    public MethodDefinition? Own(MethodReference method) => Own(method.DeclaringType) is null ? null : method.Resolve();

    public TypeDefinition? Own(TypeReference? type) =>
        type?.GetElementType() is { IsGenericParameter: false } element && _scopes.Contains(element.Scope.Name) && element.Resolve() is { } found && _own.Contains(found) ? found : null;

    /// <summary>The method itself and what takes its place in derived types.</summary>
    public IEnumerable<MethodDefinition> TargetsOf(MethodDefinition method) => _targets.GetValueOrDefault(method, []).Prepend(method);

    /// <summary>What code of others may call once there is an object of the type: its overrides and implementations of what others have declared.</summary>
    public IEnumerable<MethodDefinition> CallbacksOf(TypeDefinition type) => Lineage(type).SelectMany(ancestor => _callbacks[ancestor]);

    /// <summary>The type and its bases, as far as they are the assemblies' own.</summary>
    private IEnumerable<TypeDefinition> Lineage(TypeDefinition type)
    {
        for (var current = type; current is not null; current = Own(current.BaseType))
        {
            yield return current;
        }
    }

    private void AddImplementations(TypeDefinition type)
    {
        var declared = Lineage(type).SelectMany(ancestor => ancestor.Interfaces).Select(implementation => Own(implementation.InterfaceType)).OfType<TypeDefinition>();
        foreach (var wanted in declared.SelectMany(WithBases).Distinct().SelectMany(found => found.Methods))
        {
            var explicitly = Lineage(type).SelectMany(ancestor => ancestor.Methods).FirstOrDefault(method => method.Overrides.Any(overridden => Own(overridden) == wanted));
            var found = explicitly ?? Lineage(type).SelectMany(ancestor => ancestor.Methods).FirstOrDefault(method => IsSame(method, wanted));
            Add(wanted, found);
        }
    }

    private IEnumerable<TypeDefinition> WithBases(TypeDefinition found) =>
        found.Interfaces.Select(implementation => Own(implementation.InterfaceType)).OfType<TypeDefinition>().SelectMany(WithBases).Prepend(found);

    private void AddOverrides(TypeDefinition type)
    {
        foreach (var method in type.Methods.Where(method => method.IsVirtual && method.IsReuseSlot))
        {
            foreach (var overridden in Lineage(type).Skip(1).SelectMany(ancestor => ancestor.Methods).Where(other => other.IsVirtual && IsSame(method, other)))
            {
                Add(overridden, method);
            }
        }
    }

    private void Add(MethodDefinition declared, MethodDefinition? target)
    {
        if (target is not null)
        {
            (_targets.TryGetValue(declared, out var targets) ? targets : _targets[declared] = []).Add(target);
        }
    }

    /// <summary>In a generic type the parameters' types have other names, so their number must do.</summary>
    private static bool IsSame(MethodDefinition method, MethodDefinition other) =>
        method.Name == other.Name && method.Parameters.Count == other.Parameters.Count && method.GenericParameters.Count == other.GenericParameters.Count
        && (other.DeclaringType.HasGenericParameters || other.HasGenericParameters
            || method.Parameters.Zip(other.Parameters).All(pair => pair.First.ParameterType.FullName == pair.Second.ParameterType.FullName));
}
