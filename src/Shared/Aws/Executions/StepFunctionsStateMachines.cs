using Amazon.StepFunctions.Model;
using Slipway.Aws.Access;
using Slipway.Domain;
using Slipway.Domain.Executions;

namespace Slipway.Aws.Executions;

/// <summary>The state machines of Step Functions. The names of executions, and tokens that end a wait once, make both calls safe to repeat.</summary>
public sealed class StepFunctionsStateMachines(AwsClients clients) : IStateMachines
{
    public Task StartAsync(string stateMachineArn, string name, string input, CancellationToken cancellationToken)
    {
        var failed = $"The execution {name} of {StepFunctionsArn.Name(stateMachineArn)} cannot be started";
        return AwsCall.AskAsync(failed, async () =>
        {
            try
            {
                await clients.Own(AwsServices.StepFunctions).StartExecutionAsync(new() { StateMachineArn = stateMachineArn, Name = name, Input = input }, cancellationToken);
                return true;
            }
            catch (ExecutionAlreadyExistsException)
            {
                return false;
            }
            catch (StateMachineDoesNotExistException failure)
            {
                throw new RejectedException($"{failed}: there is no state machine {stateMachineArn}; deploy template.yaml, which makes it and names it to the functions.", failure);
            }
            catch (Exception failure) when (failure is ExecutionLimitExceededException or StateMachineDeletingException)
            {
                throw new UnavailableException($"{failed} now: {failure.Message}", failure);
            }
        });
    }

    public Task SucceedAsync(string taskToken, string output, CancellationToken cancellationToken) => AwsCall.AskAsync("A waiting task cannot be answered", async () =>
    {
        try
        {
            await clients.Own(AwsServices.StepFunctions).SendTaskSuccessAsync(new() { TaskToken = taskToken, Output = output }, cancellationToken);
            return true;
        }
        catch (Exception gone) when (gone is TaskTimedOutException or TaskDoesNotExistException or InvalidTokenException)
        {
            return false;
        }
    });
}
