using Slipway.Local.StepFunctions.Documents;

namespace Slipway.Local.StepFunctions;

/// <summary>What an account sets for its state machines.</summary>
public sealed record StepFunctionsOptions
{
    public string AccountId { get; init; } = "000000000000";

    public string Region { get; init; } = "us-east-1";

    /// <summary>The role that the context object names.</summary>
    public string RoleArn { get; init; } = "arn:aws:iam::000000000000:role/state-machine";

    /// <summary>Events that an execution may have, its end included; null for no limit.</summary>
    public int? HistoryLimit { get; init; } = 25_000;

    /// <summary>Whether the events of executions can be read; otherwise they are only counted.</summary>
    public bool KeepsHistories { get; init; } = true;

    /// <summary>Bytes that an input, a result or an output may have.</summary>
    public int PayloadLimit { get; init; } = 262_144;

    /// <summary>Whether <c>states:startExecution</c> starts executions here instead of calling the handler.</summary>
    public bool StartsExecutions { get; init; } = true;

    /// <summary>Told of every state that is entered or left.</summary>
    public Action<StateProgress>? Observer { get; init; }

    /// <summary>Told when an execution begins and when it ends, nested ones too: what the account's event bus reports.</summary>
    public Action<Execution>? StatusObserver { get; init; }

    internal string StateMachineArn(string name) => $"arn:aws:states:{Region}:{AccountId}:stateMachine:{name}";

    internal string ExecutionArn(string machine, string name) => $"arn:aws:states:{Region}:{AccountId}:execution:{machine}:{name}";
}

/// <summary>A state that an execution has entered or left, for whoever shows progress.</summary>
/// <param name="Document">The state's input when it was entered, its output when it was left.</param>
public readonly record struct StateProgress(Execution Execution, string StateName, bool IsEntered, DateTimeOffset At, Json Document);

/// <summary>What a request was refused for, by AWS's name for it.</summary>
public sealed class StepFunctionsException(string code, string message) : Exception(message)
{
    public string Code => code;
}

/// <summary>The two types of state machines; an Express execution ends after five minutes.</summary>
public enum StateMachineType
{
    Standard,
    Express,
}

/// <summary>A registered state machine.</summary>
public sealed record StateMachine(string Arn, string Name, StateMachineDefinition Definition, StateMachineType Type)
{
    private static readonly TimeSpan ExpressLimit = TimeSpan.FromMinutes(5);

    internal TimeSpan? TimeLimit => (Definition.TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null, Type) switch
    {
        (var own, StateMachineType.Express) when own is null || own > ExpressLimit => ExpressLimit,
        (var own, _) => own,
    };
}
