using System.Text.RegularExpressions;

namespace Slipway.Tests.Contracts.Privileges;

/// <summary>The kinds of resources that IAM knows an action for, by the service authorization reference.</summary>
internal static class Resources
{
    private const string All = "*";

    /// <summary>Each pattern is one kind, and a policy must name a resource of each; <c>*</c> where IAM knows the action for no single resource.</summary>
    private static readonly Dictionary<string, string[]> OfActions = new(StringComparer.Ordinal)
    {
        ["ce:GetCostAndUsage"] = [All],
        ["cloudwatch:DescribeAlarms"] = [All],
        ["cloudwatch:GetMetricData"] = [All],
        ["cloudwatch:PutMetricData"] = [All],
        ["dynamodb:BatchGetItem"] = ["dynamodb:table/"],
        ["dynamodb:GetItem"] = ["dynamodb:table/"],
        ["dynamodb:PutItem"] = ["dynamodb:table/"],
        ["dynamodb:Query"] = ["dynamodb:table/"],
        ["dynamodb:UpdateItem"] = ["dynamodb:table/"],
        ["ecr:BatchCheckLayerAvailability"] = ["ecr:repository/"],
        ["ecr:BatchGetImage"] = ["ecr:repository/"],
        ["ecr:CompleteLayerUpload"] = ["ecr:repository/"],
        ["ecr:DescribeImageScanFindings"] = ["ecr:repository/"],
        ["ecr:DescribeImages"] = ["ecr:repository/"],
        ["ecr:GetAuthorizationToken"] = [All],
        ["ecr:GetDownloadUrlForLayer"] = ["ecr:repository/"],
        ["ecr:GetLifecyclePolicy"] = ["ecr:repository/"],
        ["ecr:InitiateLayerUpload"] = ["ecr:repository/"],
        ["ecr:PutImage"] = ["ecr:repository/"],
        ["ecr:PutLifecyclePolicy"] = ["ecr:repository/"],
        ["ecr:UploadLayerPart"] = ["ecr:repository/"],
        ["ecs:ContinueServiceDeployment"] = ["ecs:service-deployment/"],
        ["ecs:CreateService"] = ["ecs:service/"],
        ["ecs:DeleteService"] = ["ecs:service/"],
        ["ecs:DescribeContainerInstances"] = ["ecs:container-instance/"],
        ["ecs:DescribeServiceDeployments"] = ["ecs:service-deployment/"],
        ["ecs:DescribeServices"] = ["ecs:service/"],
        ["ecs:DescribeTaskDefinition"] = [All],
        ["ecs:DescribeTasks"] = ["ecs:task/"],
        ["ecs:ListContainerInstances"] = ["ecs:cluster/"],
        ["ecs:ListTasks"] = [All],
        ["ecs:RegisterTaskDefinition"] = ["ecs:task-definition/"],
        ["ecs:RunTask"] = ["ecs:task-definition/"],
        ["ecs:StopServiceDeployment"] = ["ecs:service-deployment/"],
        ["ecs:StopTask"] = ["ecs:task/"],
        ["ecs:UpdateService"] = ["ecs:service/"],
        ["eks:DescribeCluster"] = ["eks:cluster/"],
        ["eks:DescribeNodegroup"] = ["eks:nodegroup/"],
        ["eks:UpdateNodegroupConfig"] = ["eks:nodegroup/"],
        ["events:PutEvents"] = ["events:event-bus/"],
        ["iam:PassRole"] = ["iam:role/"],
        ["inspector2:ListCoverage"] = [All],
        ["inspector2:ListFindings"] = [All],
        ["logs:GetLogEvents"] = ["logs:log-group:"],
        ["kms:CreateGrant"] = ["kms:key/"],
        ["kms:DescribeKey"] = ["kms:key/"],
        ["kms:GetPublicKey"] = ["kms:key/"],
        ["rds:CopyDBClusterSnapshot"] = ["rds:cluster-snapshot:"],
        ["rds:CopyDBSnapshot"] = ["rds:snapshot:"],
        ["rds:CreateDBClusterSnapshot"] = ["rds:cluster:", "rds:cluster-snapshot:"],
        ["rds:CreateDBSnapshot"] = ["rds:db:", "rds:snapshot:"],
        ["rds:DeleteDBClusterSnapshot"] = ["rds:cluster-snapshot:"],
        ["rds:DeleteDBSnapshot"] = ["rds:snapshot:"],
        ["rds:DescribeDBClusterSnapshots"] = ["rds:cluster:", "rds:cluster-snapshot:"],
        ["rds:DescribeDBClusters"] = ["rds:cluster:"],
        ["rds:DescribeDBInstances"] = ["rds:db:"],
        ["rds:DescribeDBSnapshots"] = ["rds:db:", "rds:snapshot:"],
        ["s3:GetObject"] = ["s3:object"],
        ["s3:ListBucket"] = ["s3:bucket"],
        ["s3:PutObject"] = ["s3:object"],
        ["secretsmanager:GetSecretValue"] = ["secretsmanager:secret:"],
        ["ses:SendEmail"] = ["ses:identity/", "ses:configuration-set/"],
        ["sns:Publish"] = ["sns:"],
        ["sqs:GetQueueAttributes"] = ["sqs:"],
        ["sqs:GetQueueUrl"] = ["sqs:"],
        ["sqs:SendMessage"] = ["sqs:"],
        ["states:SendTaskSuccess"] = [All],
        ["states:StartExecution"] = ["states:stateMachine:"],
        ["sts:AssumeRole"] = ["iam:role/"],

        // What may be tagged depends on what is made: the policy names the kinds that Slipway makes.
        ["ecs:TagResource"] = ["ecs:(service|task|task-definition)/"],
        ["rds:AddTagsToResource"] = ["rds:(db|snapshot|cluster|cluster-snapshot):"],
    };

    /// <summary>Where a single resource could be named and still is not, and why.</summary>
    public static readonly IReadOnlyDictionary<string, string> Exceptions = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ce:GetCostAndUsage"] = "knows views of the bill only, and Slipway asks for none",
        ["cloudwatch:DescribeAlarms"] = "answers about composite alarms only to those who may ask about all",
        ["ecs:ListTasks"] = "knows container instances only, which Fargate has none of; a condition names the clusters",
    };

    public static IEnumerable<string> Actions => OfActions.Keys;

    public static bool IsForAll(string action) => KindsOf(action) is [All];

    /// <exception cref="InvalidOperationException">The table does not have the action.</exception>
    public static IReadOnlyList<string> KindsOf(string action) =>
        OfActions.GetValueOrDefault(action) ?? throw new InvalidOperationException($"{action} is not in {nameof(Resources)}: look its resource types up in the service authorization reference.");

    public static bool IsOfKind(string resource, string kind) => kind switch
    {
        All => resource == All,
        "s3:bucket" => Regex.IsMatch(resource, "^arn:[^:]+:s3:::[^/]+$"),
        "s3:object" => Regex.IsMatch(resource, "^arn:[^:]+:s3:::[^/]+/.+$"),
        _ => kind.Split(':', 2) is [var service, var rest] && Regex.IsMatch(resource, $"^arn:[^:]+:{service}:[^:]*:[^:]*:{rest}.+$"),
    };
}
