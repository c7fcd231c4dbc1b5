using System.Text.Json;
using System.Text.RegularExpressions;

namespace Slipway.Tests.Wire.Deployment;

/// <summary>What `sam deploy` makes of the template, as far as moto creates it: everything is there, and refers to what is there.</summary>
public sealed class DeploymentTests(DeployedStack stack) : IClassFixture<DeployedStack>
{
    /// <summary>Accepted by moto without a word and not created: cfn-lint and the contract tests look at these.</summary>
    private static readonly string[] OnlyAccepted =
        ["AWS::CloudWatch::Alarm", "AWS::Lambda::Permission", "AWS::Lambda::Url", "AWS::SNS::TopicPolicy", "AWS::SQS::QueuePolicy", "AWS::Scheduler::Schedule", "AWS::SecretsManager::Secret"];

    [Fact]
    public void The_stack_is_complete_and_tells_its_outputs()
    {
        Assert.Equal("CREATE_COMPLETE", stack.Stack.GetProperty("status").GetString());
        Assert.Equal(
            [("ApprovalUrl", "https://approval.lambda-url.eu-central-1.on.aws/"), ("ManifestsBucket", Id("Manifests")), ("NoticesTopic", Id("Notices")), ("ReportsBucket", Id("Reports"))],
            stack.Stack.GetProperty("outputs").EnumerateObject().Select(output => (output.Name, output.Value.GetString()!)).Order());
    }

    [Fact]
    public void Every_resource_that_moto_implements_exists()
    {
        Assert.Equal([], stack.Wanted.Where(pair => !stack.Created.ContainsKey(pair.Key)).Select(pair => pair.Value).Distinct().Except(OnlyAccepted));
        Assert.Equal([], stack.Created.Keys.Where(name => !stack.Stack.GetProperty("described").TryGetProperty(name, out _)));
        Assert.True(stack.Created.Count > 100, $"only {stack.Created.Count} resources were created");
    }

    [Fact]
    public void Every_function_finds_the_table_and_the_buckets_and_has_its_own_role() => Assert.All(
        stack.DescribedOf("AWS::Lambda::Function"),
        function =>
        {
            var variables = function.GetProperty("Environment").GetProperty("Variables");
            Assert.Equal(Id("Records"), variables.GetProperty("TABLE_NAME").GetString());
            Assert.Equal(Id("Manifests"), variables.GetProperty("MANIFESTS_BUCKET").GetString());
            Assert.Equal(Id("Reports"), variables.GetProperty("REPORTS_BUCKET").GetString());
            Assert.Equal("provided.al2023", function.GetProperty("Runtime").GetString());
            var role = LogicalId(function.GetProperty("Role").GetString()!.Split('/')[^1]);
            Assert.Equal(LogicalId(function.GetProperty("FunctionName").GetString()!) + "Role", role);
            Assert.Equal("lambda.amazonaws.com", stack.Described(role).GetProperty("Trust").GetProperty("Statement")[0].GetProperty("Principal").GetProperty("Service")[0].GetString());
        });

    [Fact]
    public void Every_state_machine_calls_functions_and_state_machines_of_the_stack() => Assert.All(
        stack.DescribedOf("AWS::StepFunctions::StateMachine"),
        machine =>
        {
            var definition = machine.GetProperty("definition").GetString()!;
            Assert.DoesNotContain("${", definition, StringComparison.Ordinal);
            Assert.All(
                Regex.Matches(definition, "arn:aws:(lambda|states):[a-z0-9-]+:[0-9]{12}:[A-Za-z]+:[A-Za-z0-9_-]+").Select(match => match.Value),
                arn => Assert.Contains(arn, Arns));
        });

    [Fact]
    public void Events_go_to_queues_of_the_stack_and_from_there_to_functions()
    {
        Assert.All(stack.DescribedOf("AWS::Events::Rule"), rule => Assert.All(rule.GetProperty("Targets").EnumerateArray(), target => Assert.Contains(target.GetProperty("Arn").GetString()!, Arns)));
        Assert.All(stack.DescribedOf("AWS::Lambda::EventSourceMapping"), mapping =>
        {
            Assert.Contains(mapping.GetProperty("EventSourceArn").GetString()!, Arns);
            Assert.Contains(mapping.GetProperty("FunctionArn").GetString()!, Arns);
            Assert.Equal(["ReportBatchItemFailures"], mapping.GetProperty("FunctionResponseTypes").EnumerateArray().Select(type => type.GetString()));
        });
        Assert.All(
            stack.DescribedOf("AWS::SQS::Queue").Where(queue => queue.TryGetProperty("RedrivePolicy", out _)),
            queue => Assert.Contains(JsonDocument.Parse(queue.GetProperty("RedrivePolicy").GetString()!).RootElement.GetProperty("deadLetterTargetArn").GetString()!, Arns));
    }

    [Fact]
    public void Every_policy_names_resources_of_the_stack_or_a_kind_of_them() => Assert.All(
        stack.DescribedOf("AWS::IAM::ManagedPolicy").SelectMany(Resources),
        resource => Assert.True(resource.Contains('*', StringComparison.Ordinal) || resource.EndsWith("event-bus/default", StringComparison.Ordinal) || resource.EndsWith(":secret:ApprovalKey-a1b2c3", StringComparison.Ordinal) || Arns.Contains(resource), resource));

    /// <summary>The ARNs of everything that was created.</summary>
    private HashSet<string> Arns => [.. stack.Created.Values, .. stack.Created.Values.Select(id => $"arn:aws:s3:::{id}"), .. stack.Stack.GetProperty("described").EnumerateObject().SelectMany(Own)];

    private static IEnumerable<string> Own(JsonProperty described) =>
        new[] { "FunctionArn", "QueueArn", "TableArn", "Arn", "TopicArn", "stateMachineArn" }
            .Select(name => described.Value.TryGetProperty(name, out var arn) ? arn.GetString() : null)
            .OfType<string>();

    /// <summary>moto leaves null where CloudFormation leaves out what has no value.</summary>
    private static IEnumerable<string> Resources(JsonElement policy) =>
        policy.GetProperty("Statement").EnumerateArray().Select(statement => statement.GetProperty("Resource"))
            .SelectMany(resource => resource.ValueKind == JsonValueKind.Array ? resource.EnumerateArray().Select(arn => arn.GetString()).OfType<string>() : [resource.GetString()!]);

    private string Id(string logicalId) => stack.Created[logicalId];

    private string LogicalId(string physicalId) => Assert.Single(stack.Created, pair => pair.Value == physicalId).Key;
}
