using Slipway.Domain;
using Slipway.Tests.Contracts;
using Computed = Slipway.Tests.Contracts.Privileges.Privileges;

namespace Slipway.Tests.Wire.Privileges;

/// <summary>Least privilege on the wire: the functions with their real adapters, before an account that checks signatures and policies.</summary>
public sealed class WalkedPrivilegeTests(GuardedAccount account) : IClassFixture<GuardedAccount>
{
    /// <summary>Where no event leads here, and why.</summary>
    private static readonly string[] NotWalked =
    [
        // An image that is copied or protected lies in a registry, which moto is not.
        "ecr:BatchCheckLayerAvailability", "ecr:CompleteLayerUpload", "ecr:GetAuthorizationToken", "ecr:GetDownloadUrlForLayer", "ecr:GetLifecyclePolicy",
        "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:PutLifecyclePolicy", "ecr:UploadLayerPart",

        // Databases are looked at once an image was scanned, which moto does not do; without an alarm nothing else asks for figures.
        "cloudwatch:GetMetricData", "rds:DescribeDBInstances",

        // moto's services have no deployments of their own.
        "ecs:ContinueServiceDeployment", "ecs:DescribeServiceDeployments", "ecs:StopServiceDeployment",

        // Instances are asked for where a manifest says that nodes are fixed; this one does not.
        "ecs:DescribeContainerInstances", "ecs:ListContainerInstances",

        // moto's cluster tells nothing of nodes, so their number stays.
        "eks:UpdateNodegroupConfig",

        // No request has these names: they come with another.
        "iam:PassRole", "inspector2:ListCoverage", "inspector2:ListFindings", "rds:AddTagsToResource", "kms:CreateGrant", "kms:DescribeKey",

        // No role of another account, Aurora cluster, channel by e-mail or webhook, or key in KMS is in the manifest; a log is read when a task has ended.
        "kms:GetPublicKey", "logs:GetLogEvents", "rds:CreateDBClusterSnapshot", "rds:DescribeDBClusterSnapshots", "rds:CopyDBClusterSnapshot", "rds:CopyDBSnapshot", "rds:DeleteDBClusterSnapshot", "rds:DescribeDBClusters", "secretsmanager:GetSecretValue", "ses:SendEmail", "sqs:GetQueueAttributes", "sts:AssumeRole",
    ];

    public static TheoryData<string> Functions => FunctionTests.Functions;

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task A_function_asks_for_nothing_that_its_code_was_not_seen_to_call_and_is_refused_nothing(string function)
    {
        var walked = await account.WalkAsync(function);

        Assert.NotEmpty(walked.Calls);
        Assert.Empty(walked.Calls.SelectMany(call => call.Actions).Except(Computed.NeededBy(function).Select(need => need.Action)));
        Assert.Empty(walked.Calls.Where(call => call.IsDenied).SelectMany(call => call.Actions));
    }

    [Theory]
    [InlineData("QueueRelease", "dynamodb:Query")]
    [InlineData("AcquireLeases", "dynamodb:UpdateItem")]
    [InlineData("CreateSnapshots", "rds:CreateDBSnapshot")]
    [InlineData("CheckSnapshots", "rds:DescribeDBSnapshots")]
    public async Task A_function_whose_policies_lack_an_action_of_a_service_that_moto_answers_for_rightly_is_refused_and_says_which(string function, string action)
    {
        var allowed = Computed.AllowedTo(function).Select(statement => statement with { Actions = [.. statement.Actions.Where(other => other != action)] }).Where(statement => statement.Actions.Count > 0);
        var walked = new WalkedFunction(account, function);
        var failure = await walked.InvokeAsync(await new Walks(account).EventAsync(function), allowed);

        Assert.IsType<RejectedException>(failure);
        Assert.True(failure.Message.Contains("permission is missing", StringComparison.Ordinal), failure.Message);
        Assert.Contains(action.Split(':')[1], failure.Message, StringComparison.Ordinal);
        Assert.Equal([action], walked.Calls.Where(call => call.IsDenied).SelectMany(call => call.Actions).Distinct());
    }

    [Fact]
    public async Task Every_action_is_walked_but_those_of_registries_roles_clusters_of_Aurora_e_mail_webhooks_and_logs()
    {
        var walked = new HashSet<string>();
        foreach (var function in Stack.Template.Functions.Select(function => function.LogicalId))
        {
            walked.UnionWith((await account.WalkAsync(function)).Calls.SelectMany(call => call.Actions));
        }

        Assert.Equal("", string.Join(' ', Stack.Template.Functions.SelectMany(function => Computed.NeededBy(function.LogicalId)).Select(need => need.Action).Distinct().Except(walked).Except(NotWalked)));
    }
}
