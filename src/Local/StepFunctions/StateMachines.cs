using Slipway.Local.StepFunctions.Documents;
using Slipway.Local.StepFunctions.Intrinsics;
using Slipway.Local.StepFunctions.Running;
using Slipway.Local.StepFunctions.States;

namespace Slipway.Local.StepFunctions;

/// <summary>
/// The simulated Step Functions service: state machines and their executions on a virtual clock. Nothing runs before the clock
/// does, and the same seed, clock and answers give the same histories to the byte.
/// </summary>
public sealed class StateMachines(VirtualClock clock, Random random, TaskHandler handler, StepFunctionsOptions? options = null)
{
    private readonly Dictionary<string, StateMachine> _machines = [];
    private readonly Dictionary<string, Execution> _executions = [];
    private readonly Dictionary<string, TaskCall> _waiting = [];
    private readonly HashSet<string> _spentTokens = [];

    public StepFunctionsOptions Options { get; } = options ?? new();

    /// <summary>Every execution in the order of its start.</summary>
    public IReadOnlyCollection<Execution> Executions => _executions.Values;

    public IReadOnlyCollection<StateMachine> Registered => _machines.Values;

    internal VirtualClock Clock => clock;

    internal Random Random => random;

    /// <summary>Creates a state machine, or replaces the definition for executions to come. Takes a name or the whole ARN.</summary>
    public StateMachine Register(string nameOrArn, StateMachineDefinition definition, StateMachineType type = StateMachineType.Standard)
    {
        var name = nameOrArn[(nameOrArn.LastIndexOf(':') + 1)..];
        var arn = nameOrArn == name ? Options.StateMachineArn(name) : nameOrArn;
        return _machines[arn] = new StateMachine(arn, name, definition, type);
    }

    public StateMachine? Find(string machineArn) => _machines.GetValueOrDefault(machineArn);

    public Execution? FindExecution(string executionArn) => _executions.GetValueOrDefault(executionArn);

    public IEnumerable<Execution> ExecutionsOf(string machineArn) => _executions.Values.Where(execution => execution.StateMachine.Arn == machineArn);

    /// <summary>
    /// Starts an execution in the clock's next turn. The same name and input again give the same execution; the same name with
    /// another input is refused, as AWS does. Without a name it gets a UUID.
    /// </summary>
    public Execution Start(string machineArn, string? name, string inputJson)
    {
        var machine = Find(machineArn) ?? throw new StepFunctionsException("StateMachineDoesNotExist", $"State Machine Does Not Exist: '{machineArn}'");
        var input = ReadInput(inputJson);
        name ??= NewUuid();
        var arn = Options.ExecutionArn(machine.Name, name);
        if (_executions.TryGetValue(arn, out var known))
        {
            return known.Status == ExecutionStatus.Running && known.Input.Equals(input)
                ? known
                : throw new StepFunctionsException("ExecutionAlreadyExists", $"Execution Already Exists: '{arn}'");
        }

        var execution = _executions[arn] = new Execution(this, machine, arn, name, input);
        clock.Schedule(TimeSpan.Zero, execution.Begin);
        return execution;
    }

    public void Stop(string executionArn, string? error = null, string? cause = null) =>
        (FindExecution(executionArn) ?? throw new StepFunctionsException("ExecutionDoesNotExist", $"Execution Does Not Exist: '{executionArn}'")).Abort(error, cause);

    /// <summary>Completes the task that waits with this token.</summary>
    public void SendTaskSuccess(string token, string outputJson) => Waiting(token).Complete(ReadOutput(outputJson));

    public void SendTaskFailure(string token, string? error = null, string? cause = null) => Waiting(token).Fail(error, cause);

    /// <summary>Says that the task is alive, which moves its heartbeat's deadline.</summary>
    public void SendTaskHeartbeat(string token) => Waiting(token).Beat();

    internal string NewToken() => Chance.Token(random);

    internal string NewUuid() => Chance.Uuid(random);

    internal void Forget(string token)
    {
        if (_waiting.Remove(token))
            _spentTokens.Add(token);
    }

    internal void Dispatch(TaskCall call)
    {
        if (call.TaskToken is not null)
            _waiting[call.TaskToken] = call;

        if (Options.StartsExecutions && call.Resource is { Kind: TaskKind.Service, Service: "states", Action: "startExecution" })
            NestedExecutions.Start(this, call);
        else
            handler(call);
    }

    internal void Notice(Execution execution, State state, bool entered, Json document) =>
        Options.Observer?.Invoke(new StateProgress(execution, state.Name, entered, clock.GetUtcNow(), document));

    private TaskCall Waiting(string token)
    {
        if (_waiting.TryGetValue(token, out var call))
            return call;

        throw _spentTokens.Contains(token)
            ? new StepFunctionsException("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'")
            : new StepFunctionsException("InvalidToken", "Invalid Token: 'Invalid token'");
    }

    private static Json ReadOutput(string json)
    {
        try
        {
            return Json.Parse(json);
        }
        catch (FormatException broken)
        {
            throw new StepFunctionsException("InvalidOutput", $"Invalid Output: {broken.Message}");
        }
    }

    private Json ReadInput(string json)
    {
        try
        {
            var input = Json.Parse(json);
            return input.Size <= Options.PayloadLimit
                ? input
                : throw new StepFunctionsException("InvalidExecutionInput", $"The input is larger than {Options.PayloadLimit} bytes");
        }
        catch (FormatException broken)
        {
            throw new StepFunctionsException("InvalidExecutionInput", $"Invalid State Machine Execution Input: {broken.Message}");
        }
    }
}
