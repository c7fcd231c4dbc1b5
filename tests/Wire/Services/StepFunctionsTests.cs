using Amazon.StepFunctions;
using Slipway.Aws.Access;
using Slipway.Aws.Executions;
using Slipway.Domain;
using Slipway.Domain.Executions;
using Slipway.Tests.Ports.Services;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Services;

/// <summary>Step Functions of moto, which runs nothing: the history that it gives is the same for every execution.</summary>
public sealed class StepFunctionsTests(MotoServer moto) : ExecutionsContract
{
    private static int s_machines;
    private readonly AwsClients _clients = moto.Clients("ap-south-1");

    protected override IStateMachines StateMachines => new StepFunctionsStateMachines(_clients);

    protected override IExecutionHistories Histories => new StepFunctionsHistories(_clients);

    private AmazonStepFunctionsClient Client => _clients.For(_clients.Home, AwsServices.StepFunctions);

    [Fact]
    public async Task A_history_scripted_is_read_to_its_last_page_with_what_failed()
    {
        var script = new ScriptedAws()
            .Answer("""{"events":[{"id":1,"timestamp":1772442000.5,"type":"ExecutionStarted"},{"id":2,"previousEventId":1,"timestamp":1772442001,"type":"LambdaFunctionFailed","lambdaFunctionFailedEventDetails":{"error":"UnavailableException","cause":"{}"}}],"nextToken":"more"}""")
            .Answer("""{"events":[{"id":3,"previousEventId":2,"timestamp":1772442002,"type":"ExecutionFailed","executionFailedEventDetails":{"error":"States.TaskFailed"}}]}""");
        var events = await new StepFunctionsHistories(script.Clients()).ReadHistoryAsync("arn:aws:states:eu-central-1:123456789012:execution:promotion:shop-1", Token);

        Assert.Equal([null, new TaskError("UnavailableException", "{}"), new TaskError("States.TaskFailed", null)], events.Select(entry => entry.Error));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1772442000500), events[0].At);
        Assert.Contains("\"nextToken\":\"more\"", script.Requests[1].Body, StringComparison.Ordinal);
        Assert.All(script.Requests, request => Assert.Contains("\"includeExecutionData\":false", request.Body, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("TaskTimedOut")]
    [InlineData("TaskDoesNotExist")]
    [InlineData("InvalidToken")]
    public async Task An_answer_scripted_that_comes_too_late_changes_nothing(string code)
    {
        var script = new ScriptedAws().Refuse(code);
        await new StepFunctionsStateMachines(script.Clients()).SucceedAsync("token", "{}", Token);
        Assert.Equal("SendTaskSuccess", Assert.Single(script.Requests).Operation);
    }

    [Fact]
    public async Task An_execution_scripted_of_the_same_name_is_the_same_execution_and_one_too_many_waits()
    {
        var script = new ScriptedAws().Refuse("ExecutionAlreadyExists").Refuse("ExecutionLimitExceeded", "The maximum number of running executions has been reached.");
        var machines = new StepFunctionsStateMachines(script.Clients());
        await machines.StartAsync("arn:aws:states:eu-central-1:123456789012:stateMachine:promotion", "shop-1", "{}", Token);

        var full = await Assert.ThrowsAsync<UnavailableException>(() => machines.StartAsync("arn:aws:states:eu-central-1:123456789012:stateMachine:promotion", "shop-2", "{}", Token));
        Assert.Equal("The execution shop-2 of promotion cannot be started now: The maximum number of running executions has been reached.", full.Message);
    }

    protected override async Task<string> MachineAsync() => (await Client.CreateStateMachineAsync(
        new() { Name = $"promotion-{Interlocked.Increment(ref s_machines)}", Definition = Definition, RoleArn = "arn:aws:iam::123456789012:role/states" }, Token)).StateMachineArn;

    protected override async Task<IReadOnlyList<string>> ExecutionsAsync(string machine) =>
        [.. (await Client.ListExecutionsAsync(new() { StateMachineArn = machine }, Token)).Executions.Select(execution => execution.Name)];

    protected override Task SettleAsync() => Task.CompletedTask;
}
