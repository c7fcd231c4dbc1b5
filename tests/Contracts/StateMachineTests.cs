using System.Text.RegularExpressions;
using Slipway.Domain;
using Slipway.Domain.Releases;
using Slipway.Local.Templates;

namespace Slipway.Tests.Contracts;

/// <summary>Between ASL and C#, nothing but names: these are the names that fit.</summary>
public sealed partial class StateMachineTests
{
    private static readonly string[] Ours = [nameof(RejectedException), nameof(ConflictException), nameof(UnavailableException)];

    /// <summary>What Step Functions, Lambda and its runtime report by themselves.</summary>
    private static readonly string[] Theirs =
    [
        "States.ALL", "States.Timeout", "States.HeartbeatTimeout", "States.TaskFailed", "States.DataLimitExceeded",
        "Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException", "Lambda.TooManyRequestsException", "Lambda.Unknown",
        "Sandbox.Timedout", "Runtime.ExitError", "StepFunctions.AWSStepFunctionsException", "StepFunctions.SdkClientException",
    ];

    public static TheoryData<string> Machines => [.. StateMachineFile.All.Select(file => file.Name)];

    public static TheoryData<string> TaskStates => [.. StateMachineFile.Tasks.Select(task => task.ToString())];

    [Fact]
    public void The_product_has_its_seven_state_machines() => Assert.Equal(
        ["alarm-remediation", "autoscaling", "cost-report", "database-snapshot", "image-promotion", "rollout", "snapshot-tidying"], StateMachineFile.All.Select(file => file.Name));

    [Fact]
    public void Every_error_that_is_retried_or_caught_can_happen() =>
        Assert.Empty(StateMachineFile.States.SelectMany(state => state.Errors("Retry").Concat(state.Errors("Catch")).SelectMany(names => names)).Distinct().Except([.. Ours, .. Theirs]));

    [Fact]
    public void The_three_exceptions_are_sealed_flat_and_the_only_ones_of_the_domain()
    {
        var exceptions = typeof(RejectedException).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(Exception))).ToList();

        Assert.Equal(Ours.Order(), exceptions.Select(type => type.Name).Order());
        Assert.All(exceptions, type => Assert.True(type is { IsSealed: true, IsPublic: true } && type.BaseType == typeof(Exception)));
    }

    [Theory]
    [MemberData(nameof(TaskStates))]
    public void A_task_has_a_time_limit_within_that_of_its_machine(string name)
    {
        var task = Task(name);
        var whole = StateMachineFile.All.Single(file => file.Name == task.Machine).Root["TimeoutSeconds"].ToString();

        Assert.InRange(int.Parse(task["TimeoutSeconds"] ?? "0"), 1, int.Parse(whole) - 1);
    }

    [Theory]
    [MemberData(nameof(TaskStates))]
    public void A_task_repeats_what_may_pass_and_never_what_was_rejected(string name)
    {
        var task = Task(name);
        var retried = task.Errors("Retry").SelectMany(names => names).ToList();

        string[] wanted = IsNested(task)
            ? ["StepFunctions.AWSStepFunctionsException", "StepFunctions.SdkClientException"]
            : [nameof(ConflictException), nameof(UnavailableException), "Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException", "Lambda.TooManyRequestsException", "Lambda.Unknown", "Sandbox.Timedout", "Runtime.ExitError"];
        Assert.Empty(wanted.Except(retried));
        Assert.Empty(retried.Intersect([nameof(RejectedException), "States.ALL", "States.TaskFailed"]));
        Assert.Equal(retried.Distinct(), retried);
    }

    [Theory]
    [MemberData(nameof(TaskStates))]
    public void A_task_whose_call_is_lost_is_called_again_unless_it_waits_for_somebody(string name)
    {
        var task = Task(name);

        Assert.Equal(!IsNested(task) && !WaitsForToken(task), task.Errors("Retry").Any(names => names.Contains("States.Timeout")));
    }

    [Theory]
    [MemberData(nameof(TaskStates))]
    public void A_task_that_waits_for_somebody_has_a_heartbeat_within_its_limit(string name)
    {
        var task = Task(name);

        Assert.Equal(WaitsForToken(task), task["HeartbeatSeconds"] is not null || task["HeartbeatSecondsPath"] is not null);
        Assert.True(task["HeartbeatSeconds"] is not { } seconds || int.Parse(seconds) < int.Parse(task["TimeoutSeconds"]!));
        Assert.True(task["HeartbeatSecondsPath"] is not { } path || (path == "$.verdict.askAgainSeconds" && int.Parse(task["TimeoutSeconds"]!) > Rules.LongestWait));
    }

    [Fact]
    public void Something_waits_for_a_token_and_something_calls_another_machine()
    {
        Assert.Contains(StateMachineFile.Tasks, WaitsForToken);
        Assert.Contains(StateMachineFile.Tasks, IsNested);
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void What_a_definition_leaves_open_is_what_the_template_fills_in(string machine)
    {
        var file = StateMachineFile.All.Single(file => file.Name == machine);
        var resource = Stack.Template.StateMachines.Single(resource => resource.DefinitionUri == $"src/StateMachines/{machine}.asl.yaml");

        Assert.Equal(Placeholders.In(file.Text).Select(place => place.Name).Distinct().Order(), resource.DefinitionSubstitutions.Keys.Order());
        Assert.DoesNotMatch(Open(), resource.SubstitutedDefinition);
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void A_substitution_bears_the_name_of_the_resource_that_it_stands_for(string machine)
    {
        var resource = Stack.Template.StateMachines.Single(resource => resource.DefinitionUri == $"src/StateMachines/{machine}.asl.yaml");

        Assert.All(resource.DefinitionSubstitutions, pair => Assert.Equal(pair.Key, Stack.Template.Find(pair.Value)?.LogicalId));
    }

    private static StateText Task(string name) => StateMachineFile.Tasks.Single(task => task.ToString() == name);

    private static bool IsNested(StateText task) => task["Resource"]!.StartsWith("arn:aws:states:::states:startExecution", StringComparison.Ordinal);

    private static bool WaitsForToken(StateText task) => task["Resource"]!.EndsWith(".waitForTaskToken", StringComparison.Ordinal);

    [GeneratedRegex(@"\$\{")]
    private static partial Regex Open();
}
