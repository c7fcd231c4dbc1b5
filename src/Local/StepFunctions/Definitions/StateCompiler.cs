using Slipway.Local.StepFunctions.Documents;
using Slipway.Local.StepFunctions.States;

namespace Slipway.Local.StepFunctions.Definitions;

/// <summary>Compiles one state by its Type.</summary>
internal sealed class StateCompiler(string name, Fields fields, Wiring wiring)
{
    private const int LongestName = 80;

    private static readonly string[] FailFields = ["Error", "Cause"];

    public State Compile()
    {
        if (name.Length > LongestName)
            fields.Problem(null, $"a state's name has at most {LongestName} characters");

        DefinitionCompiler.RefuseOtherLanguages(fields);
        fields.Text("Comment");
        var type = fields.Text("Type");
        State state = type switch
        {
            "Pass" => Transit(new PassState(name) { Result = fields.Take("Result"), Parameters = fields.Template("Parameters"), Place = fields.ResultPath() }),
            "Task" => Transit(Task()),
            "Parallel" => Transit(Parallel()),
            "Map" => Transit(new MapCompiler(name, fields, wiring).Compile()),
            "Wait" => Transit(Wait()),
            "Choice" => Choice(),
            "Succeed" => Selecting(new SucceedState(name)),
            "Fail" => Fail(),
            _ => Unknown(type),
        };
        if (type is not null)
            fields.RefuseOthers($"a {type} state");

        return state;
    }

    private PassState Unknown(string? type)
    {
        fields.Problem("Type", $"{(type is null ? "missing" : $"'{type}' is no type")}; write Pass, Task, Choice, Wait, Succeed, Fail, Parallel or Map");
        return new PassState(name);
    }

    private State Selecting(State state)
    {
        state.Input = fields.Selection("InputPath");
        state.Output = fields.Selection("OutputPath");
        return state;
    }

    /// <summary>A state that goes on: exactly one of Next and End.</summary>
    private State Transit(State state)
    {
        Selecting(state);
        state.Assign = fields.Assign();
        var (next, end) = (fields.Text("Next"), fields.Flag("End"));
        if (next is not null && end)
            fields.Problem("Next", "a state has either Next or \"End\": true, not both");
        else if (next is null && !end)
            fields.Problem("Next", "missing; write Next with a state's name, or \"End\": true");

        if (next is not null)
            wiring.Add(name, $"{fields.Location}.Next", next, target => state.Next = target);

        return state;
    }

    private TaskState Task()
    {
        var resource = new TaskResource("", TaskKind.Service, "", "", TaskPattern.RequestResponse);
        if (fields.Text("Resource") is { } arn)
            resource = Read(arn) ?? resource;
        else if (!fields.Has("Resource"))
            fields.Problem("Resource", "missing; write a function's ARN or arn:aws:states:::service:action");

        fields.Take("Credentials");
        if (fields.Take("HeartbeatSeconds") is JsonNumber heartbeat && fields.Take("TimeoutSeconds") is JsonNumber timeout && heartbeat.Value >= timeout.Value)
            fields.Problem("HeartbeatSeconds", $"a heartbeat comes before the timeout; write fewer than {timeout} seconds");

        var recovery = new RecoveryCompiler(name, fields, wiring);
        return new TaskState(name, resource)
        {
            Parameters = fields.Template("Parameters"),
            ResultSelector = fields.Template("ResultSelector"),
            Place = fields.ResultPath(),
            Timeout = fields.SecondsOrPath("TimeoutSeconds"),
            Heartbeat = fields.SecondsOrPath("HeartbeatSeconds"),
            Retriers = recovery.Retriers(),
            Catchers = recovery.Catchers(),
        };
    }

    private TaskResource? Read(string arn)
    {
        try
        {
            return TaskResource.Parse(arn);
        }
        catch (FormatException broken)
        {
            fields.Problem("Resource", broken.Message);
            return null;
        }
    }

    private ParallelState Parallel()
    {
        var branches = fields.List("Branches");
        if (branches is null or { Count: 0 } && (branches is not null || !fields.Has("Branches")))
            fields.Problem("Branches", "missing; write an array of objects with StartAt and States");

        var graphs = new List<StateGraph>();
        for (var at = 0; at < (branches?.Count ?? 0); at++)
        {
            var location = $"{fields.Location}.Branches[{at}]";
            if (branches![at] is not JsonMap map)
            {
                fields.Problems.Add(new(location, "a branch is an object with StartAt and States"));
                continue;
            }

            var branch = new Fields(map, location, fields.Problems);
            branch.Text("Comment");
            if (DefinitionCompiler.CompileGraph(branch, wiring.Variables) is { } graph)
                graphs.Add(graph);

            branch.RefuseOthers("a branch");
        }

        var recovery = new RecoveryCompiler(name, fields, wiring);
        return new ParallelState(name, graphs)
        {
            Parameters = fields.Template("Parameters"),
            ResultSelector = fields.Template("ResultSelector"),
            Place = fields.ResultPath(),
            Retriers = recovery.Retriers(),
            Catchers = recovery.Catchers(),
        };
    }

    private WaitState Wait()
    {
        string[] ways = ["Seconds", "SecondsPath", "Timestamp", "TimestampPath"];
        if (ways.Count(fields.Has) != 1)
            fields.Problem(null, $"a Wait state has exactly one of {string.Join(", ", ways)}");

        var timestamp = fields.Text("Timestamp");
        DateTimeOffset instant = default;
        if (timestamp is not null && !Timestamps.TryRead(timestamp, out instant))
            fields.Problem("Timestamp", $"'{timestamp}' is no timestamp; write one such as 2026-11-21T04:12:19Z");

        return new WaitState(name)
        {
            Seconds = fields.Whole("Seconds", 0, "a whole number of seconds, zero or more") ?? 0,
            SecondsPath = fields.Path("SecondsPath"),
            Until = timestamp is null ? null : instant,
            TimestampPath = fields.Path("TimestampPath"),
        };
    }

    private ChoiceState Choice()
    {
        var state = new ChoiceState(name, new ChoiceCompiler(name, fields, wiring).Rules()) { Assign = fields.Assign() };
        Selecting(state);
        if (fields.Text("Default") is { } target)
            wiring.Add(name, $"{fields.Location}.Default", target, found => state.Next = found);

        return state;
    }

    private FailState Fail()
    {
        foreach (var field in FailFields.Where(field => fields.Has(field) && fields.Has(field + "Path")))
            fields.Problem(field, $"write either {field} or {field}Path, not both");

        return new FailState(name, Constant("Error") ?? fields.Expression("ErrorPath"), Constant("Cause") ?? fields.Expression("CausePath"));
    }

    private Paths.ConstantTemplate? Constant(string field) => fields.Text(field) is { } text ? new Paths.ConstantTemplate(Json.Of(text)) : null;
}
