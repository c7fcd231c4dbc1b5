using System.Globalization;
using Slipway.Local.Templates;

namespace Slipway.Tests.Contracts;

/// <summary>What holds for every resource of a kind, so that the next one is made with it too.</summary>
public sealed class StackTests
{
    /// <summary>What the delivery of logs needs, which IAM knows for no single resource.</summary>
    private static readonly string[] OfLogDelivery =
    [
        "logs:CreateLogDelivery", "logs:GetLogDelivery", "logs:UpdateLogDelivery", "logs:DeleteLogDelivery", "logs:ListLogDeliveries",
        "logs:PutResourcePolicy", "logs:DescribeResourcePolicies", "logs:DescribeLogGroups",
    ];

    /// <summary>What nobody took in time is worth nothing, and kept nowhere: the next one has come.</summary>
    private const string Ticks = "ScalingTicks";

    [Fact]
    public void Functions_run_on_arm64_are_traced_and_log_where_logs_end() => Assert.All(Stack.Template.Functions, function =>
    {
        Assert.Equal("arm64", Assert.Single(function.At("Architectures")!.Value.EnumerateArray()).GetString());
        Assert.Equal("Active", function.At("Tracing")?.GetString());
        Assert.Equal("FunctionLogs", Stack.Template.Find(function.At("LoggingConfig", "LogGroup")!.Value.GetString()!)?.LogicalId);
    });

    [Fact]
    public void State_machines_are_traced_and_log_their_errors_without_their_inputs() => Assert.All(Stack.Template.StateMachines, machine =>
    {
        Assert.True(machine.At("Tracing", "Enabled")?.GetBoolean());
        Assert.Equal("ERROR", machine.At("Logging", "Level")?.GetString());
        Assert.False(machine.At("Logging", "IncludeExecutionData")?.GetBoolean());
    });

    [Fact]
    public void Logs_are_kept_for_a_time_that_each_installation_chooses()
    {
        var groups = Stack.OfType("AWS::Logs::LogGroup").ToList();

        Assert.NotEmpty(groups);
        Assert.All(groups, group => Assert.Equal("30", group.At("RetentionInDays")?.ToString()));
    }

    [Fact]
    public void Every_queue_is_encrypted_and_keeps_its_messages_two_weeks_but_ticks_two_minutes() => Assert.All(Stack.Template.Queues, queue =>
    {
        Assert.True(queue.At("SqsManagedSseEnabled")?.GetBoolean());
        Assert.Equal(queue.LogicalId == Ticks ? TimeSpan.FromMinutes(2) : TimeSpan.FromDays(14), queue.MessageRetention);
    });

    [Fact]
    public void Every_queue_that_is_read_has_a_queue_for_what_failed_and_an_alarm_on_that()
    {
        Assert.Equal(Stack.Template.Mappings.Select(mapping => mapping.Queue).Where(queue => queue != Ticks).Order(), Stack.Template.Queues.Where(queue => queue.Redrive is not null).Select(queue => queue.LogicalId).Order());
        Assert.All(Stack.Template.Queues.Where(queue => queue.Redrive is not null), queue =>
        {
            var failed = Stack.Template.Queues.Single(other => other.Arn == queue.Redrive!.DeadLetterArn);
            Assert.NotEqual(queue, failed);
            Assert.InRange(queue.Redrive!.MaxReceiveCount, 2, 10);
            var alarm = Assert.Single(Stack.OfType("AWS::CloudWatch::Alarm"), alarm => alarm.At("Dimensions")!.Value.EnumerateArray().Any(dimension => dimension.GetProperty("Value").GetString() == failed.Name));
            Assert.Equal("Notices", Stack.Template.Find(alarm.At("AlarmActions")!.Value[0].GetString()!)?.LogicalId);
        });
    }

    /// <summary>Lambda's rule for a queue: six times the function's own limit.</summary>
    [Fact]
    public void A_message_stays_hidden_while_it_may_still_be_worked_on() => Assert.All(Stack.Template.Mappings, mapping =>
    {
        var queue = Stack.Template.Queues.Single(queue => queue.LogicalId == mapping.Queue);
        var function = Stack.Template.Functions.Single(function => function.LogicalId == mapping.Function);
        Assert.True(queue.VisibilityTimeout >= 6 * function.Timeout);
    });

    [Fact]
    public void A_function_ends_before_the_task_that_calls_it() =>
        Assert.All(StateMachineFile.Tasks.Where(task => task["Resource"]!.StartsWith("${", StringComparison.Ordinal)), task =>
        {
            var called = Stack.Template.Functions.Single(function => function.LogicalId == task["Resource"]![2..^1]);
            Assert.True(called.Timeout.TotalSeconds < int.Parse(task["TimeoutSeconds"]!, CultureInfo.InvariantCulture), task.ToString());
        });

    [Fact]
    public void Every_bucket_is_private_encrypted_versioned_and_survives_the_stack() => Assert.All(Stack.OfType("AWS::S3::Bucket"), bucket =>
    {
        Assert.All(["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"], name => Assert.True(bucket.At("PublicAccessBlockConfiguration", name)?.GetBoolean(), name));
        Assert.NotNull(bucket.At("BucketEncryption", "ServerSideEncryptionConfiguration"));
        Assert.Equal("Enabled", bucket.At("VersioningConfiguration", "Status")?.GetString());
        Assert.True(IsRetained(bucket));
    });

    [Fact]
    public void The_table_is_encrypted_can_be_restored_and_survives_the_stack() => Assert.All(Stack.Template.Tables, table =>
    {
        Assert.True(table.At("SSESpecification", "SSEEnabled")?.GetBoolean());
        Assert.True(table.At("PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled")?.GetBoolean());
        Assert.True(IsRetained(table));
    });

    /// <summary>CloudWatch may not use the key that AWS manages for SNS: an alarm on such a topic tells nobody.</summary>
    [Fact]
    public void No_topic_is_closed_to_alarms() => Assert.All(
        Stack.OfType("AWS::SNS::Topic"), topic => Assert.NotEqual("alias/aws/sns", topic.At("KmsMasterKeyId")?.GetString()));

    [Fact]
    public void A_state_machine_is_allowed_on_all_what_the_delivery_of_logs_needs_and_nothing_else() => Assert.All(
        Stack.Template.StateMachines.SelectMany(machine => Stack.PoliciesOf(machine).Select(policy => Stack.Template.Find(policy)!).Append(machine)).SelectMany(Stack.StatementsOf)
            .Where(statement => statement.Resources.Contains("*")),
        statement => Assert.Empty(statement.Actions.Except(OfLogDelivery)));

    [Fact]
    public void No_policy_allows_a_whole_service() => Assert.All(
        Stack.Template.Resources.SelectMany(Stack.StatementsOf).SelectMany(statement => statement.Actions), action => Assert.DoesNotContain('*', action));

    [Fact]
    public void A_state_machine_may_call_what_its_definition_calls_and_nothing_else() => Assert.All(Stack.Template.StateMachines, machine =>
    {
        var called = machine.DefinitionSubstitutions.Values.ToLookup(arn => Stack.Template.Find(arn) is FunctionResource);
        Assert.Equal(called[true].Order(), Allowed(machine, "lambda:InvokeFunction"));
        Assert.Equal(called[false].Order(), Allowed(machine, "states:StartExecution"));
        Assert.Equal(called[false].Count(), Allowed(machine, "states:StopExecution").Count);
    });

    private static List<string> Allowed(Resource resource, string action) =>
        [.. Stack.StatementsOf(resource).Where(statement => statement.Actions.Contains(action)).SelectMany(statement => statement.Resources).Order()];

    /// <summary>The attributes beside the properties, which the reader does not keep.</summary>
    private static bool IsRetained(Resource resource)
    {
        var lines = File.ReadLines(Stack.Path).Skip(resource.Line).TakeWhile(line => !line.StartsWith("    Properties:", StringComparison.Ordinal)).Select(line => line.Trim()).ToList();
        return lines.Contains("DeletionPolicy: Retain") && lines.Contains("UpdateReplacePolicy: Retain");
    }
}
