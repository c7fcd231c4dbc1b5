using Slipway.Local.StepFunctions.Documents;
using Slipway.Local.StepFunctions.States;

namespace Slipway.Local.StepFunctions.Definitions;

/// <summary>From the document of a definition to its graph, with every problem collected on the way.</summary>
internal static class DefinitionCompiler
{
    public static StateMachineDefinition Compile(Json document)
    {
        if (document is not JsonMap map)
            throw new DefinitionException([new DefinitionProblem("definition", "a definition is an object with StartAt and States")]);

        var problems = new List<DefinitionProblem>();
        var fields = new Fields(map, "definition", problems);
        RefuseOtherLanguages(fields);
        var comment = fields.Text("Comment");
        if (fields.Text("Version") is { } version && version != "1.0")
            fields.Problem("Version", $"the States Language has version \"1.0\" only, not \"{version}\"");

        var timeout = fields.Whole("TimeoutSeconds", 1, "a positive whole number of seconds");
        var graph = CompileGraph(fields, new HashSet<string>());
        fields.RefuseOthers("a state machine");
        return problems.Count == 0 ? new StateMachineDefinition(graph!, comment, timeout) : throw new DefinitionException(problems);
    }

    public static void RefuseOtherLanguages(Fields fields)
    {
        if (fields.Text("QueryLanguage") is { } language && language != "JSONPath")
            fields.Problem("QueryLanguage", $"{language} is not supported here; write the definition with JSONPath");
    }

    /// <summary>Compiles StartAt and States of a machine, a branch or an iteration; null when nothing can start.</summary>
    public static StateGraph? CompileGraph(Fields fields, IReadOnlySet<string> outerVariables)
    {
        var start = fields.Text("StartAt");
        if (start is null && !fields.Has("StartAt"))
            fields.Problem("StartAt", "missing; name the first state");

        var states = fields.Map("States");
        if (states is null || states.Count == 0)
        {
            if (states is not null || !fields.Has("States"))
                fields.Problem("States", "missing; write at least one state");

            return null;
        }

        var assigned = AssignedIn(states);
        foreach (var variable in assigned.Where(outerVariables.Contains))
            fields.Problem("States", $"the variable '{variable}' is assigned around this scope too; give the inner one another name");

        var wiring = new Wiring(fields, states, assigned.Union(outerVariables).ToHashSet());
        var compiled = new Dictionary<string, State>();
        foreach (var (name, state) in states.Members)
        {
            var location = $"{fields.Location}.States.{name}";
            if (state is JsonMap map)
                compiled[name] = new StateCompiler(name, new Fields(map, location, fields.Problems), wiring).Compile();
            else
                fields.Problems.Add(new(location, "a state is an object with a Type"));
        }

        if (start is not null && !compiled.ContainsKey(start))
            fields.Problem("StartAt", $"there is no state '{start}'; name one of {string.Join(", ", states.Names)}");

        wiring.Connect(compiled, start);
        return start is not null && compiled.TryGetValue(start, out var first) ? new StateGraph(first, compiled) : null;
    }

    /// <summary>The variables that the states themselves assign, by their rules and catchers too, without those of inner scopes.</summary>
    private static List<string> AssignedIn(JsonMap states) => [.. states.Members
        .SelectMany(state => (IEnumerable<Json?>)[state.Value, .. Items(state.Value["Choices"]), .. Items(state.Value["Catch"])])
        .SelectMany(node => (node?["Assign"] as JsonMap)?.Names ?? [])
        .Select(name => name.EndsWith(".$", StringComparison.Ordinal) ? name[..^2] : name)
        .Distinct()];

    private static IEnumerable<Json> Items(Json? list) => list as JsonList ?? JsonList.Empty;
}

/// <summary>The transitions of one graph, connected when all of its states exist, and the variables that its branches see.</summary>
internal sealed class Wiring(Fields graph, JsonMap states, IReadOnlySet<string> variables)
{
    public IReadOnlySet<string> Variables => variables;

    private readonly List<(string From, string Location, string Target, Action<State> Connect)> _transitions = [];

    public void Add(string from, string location, string target, Action<State> connect) => _transitions.Add((from, location, target, connect));

    /// <summary>Connects what leads somewhere, reports what does not, and reports every state that nothing leads to.</summary>
    public void Connect(Dictionary<string, State> compiled, string? start)
    {
        foreach (var (_, location, target, connect) in _transitions)
        {
            if (compiled.TryGetValue(target, out var state))
                connect(state);
            else if (!states.Names.Contains(target))
                graph.Problems.Add(new(location, $"there is no state '{target}' here; name one of {string.Join(", ", states.Names)}"));
        }

        if (start is null || !compiled.ContainsKey(start))
            return;

        var next = _transitions.ToLookup(transition => transition.From, transition => transition.Target);
        var reached = new HashSet<string>();
        var open = new Queue<string>([start]);
        while (open.TryDequeue(out var name))
        {
            if (reached.Add(name))
            {
                foreach (var target in next[name])
                    open.Enqueue(target);
            }
        }

        foreach (var name in states.Names.Where(name => !reached.Contains(name)))
            graph.Problems.Add(new($"{graph.Location}.States.{name}", "no state leads here; point a Next at it or remove it"));
    }
}
