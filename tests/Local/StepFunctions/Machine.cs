using Slipway.Local;
using Slipway.Local.StepFunctions;
using Slipway.Local.StepFunctions.Documents;

namespace Slipway.Tests.Local.StepFunctions;

/// <summary>Small machines for tests, run on a clock of their own.</summary>
internal static class Machine
{
    public static DateTimeOffset Start { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static Execution Run(string definition, string input = "{}", TaskHandler? handler = null, StepFunctionsOptions? options = null, int seed = 7) =>
        new DefinitionRun { StartAt = Start, Seed = seed, Options = options ?? new() }
            .Execute(StateMachineDefinition.Parse(definition), input, handler ?? (call => call.Return(Json.Parse("{}"))));

    /// <summary>A machine of one state named S.</summary>
    public static Execution RunState(string state, string input = "{}", TaskHandler? handler = null) =>
        Run($$$"""{"StartAt":"S","States":{"S":{{{state}}}}}""", input, handler);

    /// <summary>The output of a Pass state that fills one template member.</summary>
    public static string? Fill(string expression, string input = "{}")
    {
        var execution = RunState($$"""{"Type":"Pass","Parameters":{"v.$":{{Json.Of(expression)}}},"End":true}""", input);
        return execution.Status == ExecutionStatus.Succeeded ? execution.Output!["v"]!.ToString() : $"{execution.Error}: {execution.Cause}";
    }

    public static (StateMachines Machines, VirtualClock Clock) OnClock(TaskHandler? handler = null, StepFunctionsOptions? options = null)
    {
        var clock = new VirtualClock(Start);
        return (new StateMachines(clock, new Random(7), handler ?? (call => call.Return(Json.Parse("{}"))), options), clock);
    }

    public static void Succeeds(Execution execution, string output)
    {
        Assert.True(execution.Status == ExecutionStatus.Succeeded, $"{execution.Status} {execution.Error}: {execution.Cause}");
        Assert.Equal(Json.Parse(output), execution.Output);
    }

    public static void Fails(Execution execution, string? error, string? cause = null)
    {
        Assert.Equal(ExecutionStatus.Failed, execution.Status);
        Assert.Equal(error, execution.Error);
        if (cause is not null)
            Assert.Equal(cause, execution.Cause);
    }

    public static string Types(Execution execution) => string.Join(' ', execution.History.Select(entry => entry.Type));
}
