using Slipway.Domain.Executions;
using Slipway.Local.StepFunctions;

namespace Slipway.Local.Hosting;

/// <summary>Starts and answers the executions of the embedded account.</summary>
internal sealed class LocalStateMachines(StateMachines machines) : IStateMachines
{
    public Task StartAsync(string stateMachineArn, string name, string input, CancellationToken cancellationToken)
    {
        Start(stateMachineArn, name, input);
        return Task.CompletedTask;
    }

    public void Start(string stateMachineArn, string name, string input) => Tolerating("ExecutionAlreadyExists", () => machines.Start(stateMachineArn, name, input));

    public Task SucceedAsync(string taskToken, string output, CancellationToken cancellationToken)
    {
        Tolerating("TaskTimedOut", () => machines.SendTaskSuccess(taskToken, output));
        return Task.CompletedTask;
    }

    private static void Tolerating(string code, Action call)
    {
        try
        {
            call();
        }
        catch (StepFunctionsException refused) when (refused.Code == code)
        {
            // The effect is there already: that is what safe to repeat means.
        }
    }
}
