using System.Runtime.CompilerServices;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Slipway.Tests.Contracts.Privileges;

/// <summary>A call that leaves the assemblies of a graph, or goes to a method at which the walk ends.</summary>
internal sealed record Departure(MethodDefinition Caller, MethodReference Callee)
{
    /// <summary>The type's full name and the method's name.</summary>
    public string Name => $"{Callee.DeclaringType.GetElementType().FullName}.{Callee.Name}";
}

/// <summary>One walk through a call graph: every method that it reaches, and how.</summary>
internal sealed class Walk(CallGraph graph, Func<MethodDefinition, bool> isEnd, Func<TypeDefinition, bool> isRoot)
{
    private static readonly string[] StateMachines = [nameof(AsyncStateMachineAttribute), nameof(IteratorStateMachineAttribute), nameof(AsyncIteratorStateMachineAttribute)];
    private readonly Dictionary<MethodDefinition, MethodDefinition?> _callers = [];
    private readonly HashSet<TypeDefinition> _initialized = [];
    private readonly HashSet<TypeDefinition> _constructed = [];
    private readonly HashSet<TypeDefinition> _objects = [];
    private readonly List<Departure> _departures = [];
    private readonly HashSet<string> _calledDelegates = [];
    private readonly Queue<MethodDefinition> _left = [];

    public IReadOnlyCollection<MethodDefinition> Methods => _callers.Keys;

    public IReadOnlyList<Departure> Departures => _departures;

    /// <summary>
    /// The types of delegates that are called and were made neither on the way nor by a root: what they do would be overlooked. Where
    /// the type depends on a parameter of a generic method, whoever calls that method has made the delegate; those that write a log
    /// come from the library.
    /// </summary>
    public IEnumerable<string> UnknownDelegates => _calledDelegates.Where(type => !type.Contains("Microsoft.Extensions.Logging.ILogger", StringComparison.Ordinal))
        .Where(type => !graph.Made.Any(made => made.Type == type && (_callers.ContainsKey(made.Maker) || isRoot(Outermost(made.Maker.DeclaringType)))));

    public Walk From(MethodDefinition start)
    {
        Reach(start, null);
        while (_left.TryDequeue(out var method))
        {
            Enter(method);
        }

        return this;
    }

    /// <summary>One way from the start to a method, for whoever wonders why it is reached.</summary>
    public string PathTo(MethodDefinition method)
    {
        var path = new Stack<string>();
        for (var current = method; current is not null; current = _callers[current])
        {
            path.Push($"{current.DeclaringType.Name}.{current.Name}");
        }

        return string.Join(" > ", path);
    }

    private void Reach(MethodDefinition method, MethodDefinition? caller)
    {
        if (_callers.TryAdd(method, caller))
        {
            _left.Enqueue(method);
        }
    }

    private void Enter(MethodDefinition method)
    {
        Initialize(method.DeclaringType, method);
        if (!method.IsStatic)
        {
            HaveObject(method.DeclaringType, method, isMadeElsewhere: !method.IsConstructor);
        }

        foreach (var machine in method.CustomAttributes.Where(attribute => StateMachines.Contains(attribute.AttributeType.Name)))
        {
            ReachAll(((TypeReference)machine.ConstructorArguments[0].Value).Resolve().Methods, method);
        }

        foreach (var instruction in method.HasBody ? method.Body.Instructions : [])
        {
            switch (instruction.Operand)
            {
                case MethodReference called:
                    Call(method, called, instruction.OpCode.Code);
                    break;
                case FieldReference field when graph.Dispatch.Own(field.DeclaringType) is { } owner:
                    Initialize(owner, method);
                    break;
                case TypeReference type when instruction.OpCode.Code is Code.Box or Code.Initobj && graph.Dispatch.Own(type) is { } structure:
                    HaveObject(structure, method, isMadeElsewhere: false);
                    break;
            }
        }
    }

    private void Call(MethodDefinition caller, MethodReference called, Code code)
    {
        if (called.Name == "Invoke")
        {
            var type = called.DeclaringType.FullName;
            _ = !called.DeclaringType.ContainsGenericParameter && _calledDelegates.Add(type);
            foreach (var made in graph.Made.Where(made => made.Type == type && isRoot(Outermost(made.Maker.DeclaringType))))
            {
                Call(caller, made.Target, Code.Ldftn);
            }
        }

        if (graph.Dispatch.Own(called) is not { } method || isEnd(method))
        {
            _departures.Add(new(caller, called));
            return;
        }

        if (code == Code.Newobj)
        {
            HaveObject(method.DeclaringType, caller, isMadeElsewhere: false);
        }

        ReachAll(method.IsVirtual && (code is Code.Callvirt or Code.Ldvirtftn || method.IsAbstract) ? graph.Dispatch.TargetsOf(method) : [method], caller);
    }

    /// <summary>Once for a type, as its objects below: generated types have thousands of methods, and each that is reached would look through all of them.</summary>
    private void Initialize(TypeDefinition type, MethodDefinition caller)
    {
        if (_initialized.Add(type))
        {
            ReachAll(type.Methods.Where(method => method is { IsConstructor: true, IsStatic: true }), caller);
        }
    }

    /// <summary>An object that was made elsewhere, by the container or a caller, was made by one of its constructors.</summary>
    private void HaveObject(TypeDefinition type, MethodDefinition caller, bool isMadeElsewhere)
    {
        if (isMadeElsewhere && _constructed.Add(type))
        {
            ReachAll(type.Methods.Where(method => method is { IsConstructor: true, IsStatic: false }), caller);
        }

        if (!type.IsAbstract && _objects.Add(type))
        {
            ReachAll(graph.Dispatch.CallbacksOf(type), caller);
        }
    }

    private void ReachAll(IEnumerable<MethodDefinition> methods, MethodDefinition caller)
    {
        foreach (var method in methods)
        {
            Reach(method, caller);
        }
    }

    /// <summary>The type itself, or the one around it all, as for the closures that the compiler makes.</summary>
    public static TypeDefinition Outermost(TypeDefinition type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
