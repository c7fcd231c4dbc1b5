using Slipway.Domain;
using Slipway.Domain.Executions;
using Slipway.Local.Hosting;
using Slipway.Local.StepFunctions;
using Slipway.Tests.Local.StepFunctions;

namespace Slipway.Tests.Ports.Services;

/// <summary>What holds for executions, wherever they run.</summary>
public abstract class ExecutionsContract
{
    protected const string Definition = """{"StartAt":"A State","States":{"A State":{"Type":"Pass","End":true}}}""";

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract IStateMachines StateMachines { get; }

    protected abstract IExecutionHistories Histories { get; }

    [Fact]
    public async Task An_execution_is_started_once_for_each_name_and_its_first_input_counts()
    {
        var machine = await MachineAsync();
        await StateMachines.StartAsync(machine, "shop-1", """{"n":1}""", Token);
        await StateMachines.StartAsync(machine, "shop-1", """{"n":1}""", Token);
        await StateMachines.StartAsync(machine, "shop-1", """{"n":2}""", Token);
        await StateMachines.StartAsync(machine, "shop-2", """{"n":2}""", Token);

        Assert.Equal(["shop-1", "shop-2"], (await ExecutionsAsync(machine)).Order());
    }

    [Fact]
    public async Task A_state_machine_that_there_is_not_is_refused()
    {
        var machine = await MachineAsync() + "x";
        Assert.Contains(machine, (await Assert.ThrowsAsync<RejectedException>(() => StateMachines.StartAsync(machine, "shop-1", "{}", Token))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_to_a_task_that_does_not_wait_changes_nothing() => await StateMachines.SucceedAsync("AAAAKgAAAAIAAAAAAAAAAQ", "{}", Token);

    [Fact]
    public async Task A_history_tells_the_states_from_first_to_last()
    {
        var machine = await MachineAsync();
        await StateMachines.StartAsync(machine, "shop-1", "{}", Token);
        await SettleAsync();
        var events = await Histories.ReadHistoryAsync(ExecutionArn(machine, "shop-1"), Token);

        Assert.Equal(["ExecutionStarted", "PassStateEntered", "PassStateExited", "ExecutionSucceeded"], events.Select(entry => entry.Type));
        Assert.Equal([null, "A State", "A State", null], events.Select(entry => entry.State));
        Assert.Equal([1, 2, 3, 4], events.Select(entry => entry.Id));
        Assert.Equal(2, events[2].PreviousId);
        Assert.All(events, entry => Assert.True(entry is { Error: null } && entry.At > DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public async Task An_execution_that_there_is_not_has_no_history()
    {
        var arn = ExecutionArn(await MachineAsync(), "nobody");
        Assert.Equal(
            "The history of nobody cannot be read: there is no such execution, or it ended more than 90 days ago.",
            (await Assert.ThrowsAsync<RejectedException>(() => Histories.ReadHistoryAsync(arn, Token))).Message);
    }

    /// <summary>A new state machine with <see cref="Definition"/>, by its ARN.</summary>
    protected abstract Task<string> MachineAsync();

    /// <summary>The names of a state machine's executions.</summary>
    protected abstract Task<IReadOnlyList<string>> ExecutionsAsync(string machine);

    /// <summary>Lets executions come to their end.</summary>
    protected abstract Task SettleAsync();

    private static string ExecutionArn(string machine, string name) => $"{machine.Replace(":stateMachine:", ":execution:", StringComparison.Ordinal)}:{name}";
}

public sealed class SimulatedExecutionsTests : ExecutionsContract
{
    private readonly StateMachines _machines;
    private readonly Slipway.Local.VirtualClock _clock;
    private readonly LocalStateMachines _local;

    public SimulatedExecutionsTests()
    {
        (_machines, _clock) = Machine.OnClock();
        _local = new(_machines);
    }

    protected override IStateMachines StateMachines => _local;

    protected override IExecutionHistories Histories => _local;

    [Fact]
    public async Task A_history_tells_what_failed_and_why()
    {
        var machine = _machines.Register("failing", StateMachineDefinition.Parse("""{"StartAt":"F","States":{"F":{"Type":"Fail","Error":"RejectedException","Cause":"No."}}}"""));
        await StateMachines.StartAsync(machine.Arn, "shop-1", "{}", Token);
        await SettleAsync();

        var end = (await Histories.ReadHistoryAsync(_machines.Executions.Single().Arn, Token))[^1];
        Assert.Equal(("ExecutionFailed", new TaskError("RejectedException", "No.")), (end.Type, end.Error));
    }

    protected override Task<string> MachineAsync() => Task.FromResult(_machines.Register("promotion", StateMachineDefinition.Parse(Definition)).Arn);

    protected override Task<IReadOnlyList<string>> ExecutionsAsync(string machine) => Task.FromResult<IReadOnlyList<string>>([.. _machines.ExecutionsOf(machine).Select(execution => execution.Name)]);

    protected override Task SettleAsync()
    {
        _clock.RunUntil(_clock.GetUtcNow().AddMinutes(1));
        return Task.CompletedTask;
    }
}
