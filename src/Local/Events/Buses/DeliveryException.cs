namespace Slipway.Local.Events;

/// <summary>
/// A target does not take an event. EventBridge tries again unless that is pointless; any other exception is a bug and goes through.
/// </summary>
public sealed class DeliveryException(string code, string message, bool isRetriable = true) : Exception(message)
{
    /// <summary>As EventBridge writes it to the dead-letter queue: THROTTLING, NO_PERMISSIONS, ...</summary>
    public string Code { get; } = code;

    public bool IsRetriable { get; } = isRetriable;
}

/// <summary>
/// Starts an execution. The name is the same when the same event comes again; throws <see cref="DeliveryException"/> when Step Functions
/// would refuse.
/// </summary>
public delegate void ExecutionStarter(Slipway.Local.Templates.StateMachineResource stateMachine, string name, string input);
