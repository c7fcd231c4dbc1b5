namespace Slipway.Domain.Executions;

/// <summary>Starts state machines and answers the tasks of theirs that wait: Step Functions.</summary>
public interface IStateMachines
{
    /// <summary>Starts an execution; nothing happens when there was one of this name, whose own input counts.</summary>
    Task StartAsync(string stateMachineArn, string name, string input, CancellationToken cancellationToken);

    /// <summary>Answers a waiting task; nothing happens when it no longer waits.</summary>
    Task SucceedAsync(string taskToken, string output, CancellationToken cancellationToken);
}
