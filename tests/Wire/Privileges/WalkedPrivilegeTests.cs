using Slipway.Domain;
using Slipway.Tests.Contracts;
using Computed = Slipway.Tests.Contracts.Privileges.Privileges;

namespace Slipway.Tests.Wire.Privileges;

/// <summary>Least privilege on the wire: the functions with their real adapters, before an account that checks signatures and policies.</summary>
public sealed class WalkedPrivilegeTests(GuardedAccount account) : IClassFixture<GuardedAccount>
{
    /// <summary>
    /// Where no event leads here: ECR's registry, Kubernetes and roles of other accounts are reached elsewhere; moto starts no task
    /// that could be found, tagged, stopped or read, and neither a channel by e-mail or webhook nor an index is in the manifest.
    /// </summary>
    private static readonly string[] NotWalked = [];

    public static TheoryData<string> Functions => FunctionTests.Functions;

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task A_function_asks_for_nothing_that_its_code_was_not_seen_to_call_and_is_refused_nothing(string function)
    {
        var walked = new WalkedFunction(account, function);
        var failure = await walked.InvokeAsync(await new Walks(account).EventAsync(function), Computed.AllowedTo(function));

        TestContext.Current.SendDiagnosticMessage("{0}: {1} | {2}", function, string.Join(' ', walked.Calls.SelectMany(call => call.Actions).Distinct()), failure?.Message ?? "");
        Assert.NotEmpty(walked.Calls);
        Assert.Empty(walked.Calls.SelectMany(call => call.Actions).Except(Computed.NeededBy(function).Select(need => need.Action)));
        Assert.Empty(walked.Calls.Where(call => call.IsDenied).SelectMany(call => call.Actions));
    }

    [Theory]
    [InlineData("AbandonPromotion", "dynamodb:GetItem")]
    [InlineData("CheckAlarm", "cloudwatch:DescribeAlarms")]
    [InlineData("CreateSnapshots", "rds:CreateDBSnapshot")]
    [InlineData("ChangeWorkloads", "ecs:DescribeServices")]
    [InlineData("EvaluateScaling", "sqs:GetQueueUrl")]
    [InlineData("GateRelease", "ecr:DescribeImages")]
    [InlineData("ReportCosts", "ce:GetCostAndUsage")]
    public async Task A_function_whose_policies_lack_an_action_is_refused_and_says_which(string function, string action)
    {
        var allowed = Computed.AllowedTo(function).Select(statement => statement with { Actions = [.. statement.Actions.Where(other => other != action)] }).Where(statement => statement.Actions.Count > 0);
        var walked = new WalkedFunction(account, function);
        var failure = await walked.InvokeAsync(await new Walks(account).EventAsync(function), allowed);

        Assert.IsType<RejectedException>(failure);
        Assert.Contains("permission is missing", failure.Message, StringComparison.Ordinal);
        Assert.Contains(action.Split(':')[1], failure.Message, StringComparison.Ordinal);
        Assert.Equal([action], walked.Calls.Where(call => call.IsDenied).SelectMany(call => call.Actions).Distinct());
    }

    [Fact]
    public async Task Every_action_is_walked_but_those_of_registries_roles_e_mail_webhooks_and_running_tasks()
    {
        var walked = new HashSet<string>();
        foreach (var function in Stack.Template.Functions.Select(function => function.LogicalId))
        {
            var one = new WalkedFunction(account, function);
            await one.InvokeAsync(await new Walks(account).EventAsync(function), Computed.AllowedTo(function));
            walked.UnionWith(one.Calls.SelectMany(call => call.Actions));
        }

        Assert.Equal(
            NotWalked,
            Stack.Template.Functions.SelectMany(function => Computed.NeededBy(function.LogicalId)).Select(need => need.Action).Distinct().Except(walked).Order(StringComparer.Ordinal));
    }
}
