using Slipway.Domain;
using Slipway.Domain.Executions;
using Slipway.Local.StepFunctions;

namespace Slipway.Local.Hosting;

/// <summary>Starts and answers the executions of the embedded account, and reads what they went through.</summary>
public sealed class LocalStateMachines(StateMachines machines) : IStateMachines, IExecutionHistories
{
    public Task StartAsync(string stateMachineArn, string name, string input, CancellationToken cancellationToken)
    {
        Start(stateMachineArn, name, input);
        return Task.CompletedTask;
    }

    public void Start(string stateMachineArn, string name, string input) => Tolerating(["ExecutionAlreadyExists"], () => machines.Start(stateMachineArn, name, input));

    public Task SucceedAsync(string taskToken, string output, CancellationToken cancellationToken)
    {
        Tolerating(["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"], () => machines.SendTaskSuccess(taskToken, output));
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<ExecutionEvent>> ReadHistoryAsync(string executionArn, CancellationToken cancellationToken)
    {
        var execution = machines.FindExecution(executionArn)
            ?? throw new RejectedException($"The history of {executionArn[(executionArn.LastIndexOf(':') + 1)..]} cannot be read: there is no such execution, or it ended more than 90 days ago.");
        return Task.FromResult<IReadOnlyList<ExecutionEvent>>([.. execution.History.Select(Event)]);
    }

    private static ExecutionEvent Event(HistoryEvent entry) => new(
        entry.Id, entry.PreviousEventId, entry.At, entry.Type.ToString(), entry.StateName, entry.StateName is null && Text(entry, "error") is { } error ? new TaskError(error, Text(entry, "cause")) : null);

    private static string? Text(HistoryEvent entry, string member) => entry.Details?.Find(member)?.AsText;

    private static void Tolerating(string[] codes, Action call)
    {
        try
        {
            call();
        }
        catch (StepFunctionsException refused) when (codes.Contains(refused.Code))
        {
            // The effect is there already: that is what safe to repeat means.
        }
        catch (StepFunctionsException refused)
        {
            throw new RejectedException($"{refused.Message} ({refused.Code})", refused);
        }
    }
}
