using Slipway.Local.StepFunctions.Definitions;
using Slipway.Local.StepFunctions.States;

namespace Slipway.Local.StepFunctions;

/// <summary>A state machine's definition, checked and compiled once, to be run as often as wanted.</summary>
public sealed class StateMachineDefinition
{
    internal StateMachineDefinition(StateGraph graph, string? comment, long? timeoutSeconds) =>
        (Graph, Comment, TimeoutSeconds) = (graph, comment, timeoutSeconds);

    public string? Comment { get; }

    public long? TimeoutSeconds { get; }

    public string StartAt => Graph.Start.Name;

    /// <summary>The names of the states at the top.</summary>
    public IEnumerable<string> StateNames => Graph.States.Keys;

    /// <summary>What every Task state calls, those in branches and iterations too.</summary>
    public IEnumerable<(string StateName, TaskResource Resource)> Tasks => TasksOf(Graph);

    internal StateGraph Graph { get; }

    /// <summary>Reads JSON or YAML, with every substitution already made; throws <see cref="DefinitionException"/> with all that is wrong.</summary>
    public static StateMachineDefinition Parse(string text) => DefinitionCompiler.Compile(DefinitionText.Read(text, "definition"));

    private static IEnumerable<(string StateName, TaskResource Resource)> TasksOf(StateGraph graph) => graph.States.Values.SelectMany(state => state switch
    {
        TaskState task => [(task.Name, task.Resource)],
        MapState map => TasksOf(map.Processor),
        ParallelState parallel => parallel.Branches.SelectMany(TasksOf),
        _ => [],
    });
}

/// <summary>One thing that is wrong with a definition: where it is, and what to write instead.</summary>
public sealed record DefinitionProblem(string Location, string Message)
{
    public override string ToString() => $"{Location}: {Message}";
}

/// <summary>A definition that cannot run, with all of its problems.</summary>
public sealed class DefinitionException(IReadOnlyList<DefinitionProblem> problems)
    : Exception($"The state machine's definition has {problems.Count} problem(s):{string.Concat(problems.Select(problem => $"\n  {problem}"))}")
{
    public IReadOnlyList<DefinitionProblem> Problems => problems;
}
