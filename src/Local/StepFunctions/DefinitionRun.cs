namespace Slipway.Local.StepFunctions;

/// <summary>Runs one definition by itself, with mocked tasks, from a fixed instant: what <c>slipway asl run</c> does.</summary>
public sealed record DefinitionRun
{
    /// <summary>
    /// Where the clock starts unless it is told otherwise: a fixed instant, so that a run can be repeated. The recorded cases
    /// carry dates that are relative to it.
    /// </summary>
    public static DateTimeOffset Epoch { get; } = new(2026, 11, 21, 4, 12, 19, TimeSpan.Zero);

    /// <summary>Longer than any Standard execution may take.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    public string MachineName { get; init; } = "machine";

    public string ExecutionName { get; init; } = "run";

    public StateMachineType Type { get; init; }

    public DateTimeOffset StartAt { get; init; } = Epoch;

    public int Seed { get; init; } = 1;

    public StepFunctionsOptions Options { get; init; } = new();

    /// <summary>Runs to the end; an execution that is still Running waits for an answer that nobody gives, or for longer than a year.</summary>
    public Execution Execute(StateMachineDefinition definition, string inputJson, TaskHandler handler)
    {
        var clock = new VirtualClock(StartAt);
        var machines = new StateMachines(clock, new Random(Seed), handler, Options);
        var machine = machines.Register(MachineName, definition, Type);
        var execution = machines.Start(machine.Arn, ExecutionName, inputJson);
        clock.RunUntil(() => execution.Status != ExecutionStatus.Running, StartAt + Longest);
        return execution;
    }
}
