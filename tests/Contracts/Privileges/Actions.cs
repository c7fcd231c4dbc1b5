using Amazon.CloudWatch;
using Amazon.CloudWatchLogs;
using Amazon.CostExplorer;
using Amazon.DynamoDBv2;
using Amazon.ECR;
using Amazon.ECS;
using Amazon.EKS;
using Amazon.EventBridge;
using Amazon.KeyManagementService;
using Amazon.RDS;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SecretsManager;
using Amazon.SecurityToken;
using Amazon.SimpleEmailV2;
using Amazon.SimpleNotificationService;
using Amazon.SQS;
using Amazon.StepFunctions;
using DynamoModel = Amazon.DynamoDBv2.Model;
using EcsModel = Amazon.ECS.Model;
using RdsModel = Amazon.RDS.Model;

namespace Slipway.Tests.Contracts.Privileges;

/// <summary>Which actions of IAM a call needs, by the service authorization reference; most have the operation's own name.</summary>
internal static class Actions
{
    /// <summary>The prefix of a client's actions.</summary>
    private static readonly Dictionary<string, string> Prefixes = new[]
    {
        Prefix<AmazonCloudWatchClient>("cloudwatch"),
        Prefix<AmazonCloudWatchLogsClient>("logs"),
        Prefix<AmazonCostExplorerClient>("ce"),
        Prefix<AmazonDynamoDBClient>("dynamodb"),
        Prefix<AmazonECRClient>("ecr"),
        Prefix<AmazonECSClient>("ecs"),
        Prefix<AmazonEKSClient>("eks"),
        Prefix<AmazonEventBridgeClient>("events"),
        Prefix<AmazonKeyManagementServiceClient>("kms"),
        Prefix<AmazonRDSClient>("rds"),
        Prefix<AmazonS3Client>("s3"),
        Prefix<AmazonSecretsManagerClient>("secretsmanager"),
        Prefix<AmazonSecurityTokenServiceClient>("sts"),
        Prefix<AmazonSimpleEmailServiceV2Client>("ses"),
        Prefix<AmazonSimpleNotificationServiceClient>("sns"),
        Prefix<AmazonSQSClient>("sqs"),
        Prefix<AmazonStepFunctionsClient>("states"),
    }.ToDictionary(StringComparer.Ordinal);

    /// <summary>What needs another action than one of its own name, or one more.</summary>
    private static readonly Dictionary<string, string[]> Others = new(StringComparer.Ordinal)
    {
        [Member<AmazonS3Client>(nameof(AmazonS3Client.ListObjectsV2Async))] = ["s3:ListBucket"],

        // Findings of an enhanced scan are Inspector's, which ECR asks with the caller's rights (the ECR guide on enhanced scanning).
        [Member<AmazonECRClient>(nameof(AmazonECRClient.DescribeImageScanFindingsAsync))] = ["ecr:DescribeImageScanFindings", "inspector2:ListFindings", "inspector2:ListCoverage"],

        // A transaction needs what its items do.
        [Member<AmazonDynamoDBClient>(nameof(AmazonDynamoDBClient.TransactWriteItemsAsync))] = [],
        [New<DynamoModel.Put>()] = ["dynamodb:PutItem"],
        [New<DynamoModel.Update>()] = ["dynamodb:UpdateItem"],
        [New<DynamoModel.Delete>()] = ["dynamodb:DeleteItem"],
        [New<DynamoModel.ConditionCheck>()] = ["dynamodb:ConditionCheckItem"],

        // Whoever tags what it makes needs the right to tag.
        [Set<RdsModel.CreateDBSnapshotRequest>(nameof(RdsModel.CreateDBSnapshotRequest.Tags))] = ["rds:AddTagsToResource"],
        [Set<RdsModel.CreateDBClusterSnapshotRequest>(nameof(RdsModel.CreateDBClusterSnapshotRequest.Tags))] = ["rds:AddTagsToResource"],
        [Set<RdsModel.CopyDBSnapshotRequest>(nameof(RdsModel.CopyDBSnapshotRequest.Tags))] = ["rds:AddTagsToResource"],
        [Set<RdsModel.CopyDBClusterSnapshotRequest>(nameof(RdsModel.CopyDBClusterSnapshotRequest.Tags))] = ["rds:AddTagsToResource"],

        // RDS encrypts a copy with the key of its region in the caller's name (the RDS guide on copying snapshots).
        [Set<RdsModel.CopyDBSnapshotRequest>(nameof(RdsModel.CopyDBSnapshotRequest.KmsKeyId))] = ["kms:CreateGrant", "kms:DescribeKey"],
        [Set<RdsModel.CopyDBClusterSnapshotRequest>(nameof(RdsModel.CopyDBClusterSnapshotRequest.KmsKeyId))] = ["kms:CreateGrant", "kms:DescribeKey"],
        [Set<EcsModel.RunTaskRequest>(nameof(EcsModel.RunTaskRequest.Tags))] = ["ecs:TagResource"],
        [Set<EcsModel.RegisterTaskDefinitionRequest>(nameof(EcsModel.RegisterTaskDefinitionRequest.Tags))] = ["ecs:TagResource"],
        [Set<EcsModel.CreateServiceRequest>(nameof(EcsModel.CreateServiceRequest.Tags))] = ["ecs:TagResource"],

        // The roles of a task are handed on to ECS.
        [Set<EcsModel.RegisterTaskDefinitionRequest>(nameof(EcsModel.RegisterTaskDefinitionRequest.TaskRoleArn))] = ["iam:PassRole"],
        [Set<EcsModel.RegisterTaskDefinitionRequest>(nameof(EcsModel.RegisterTaskDefinitionRequest.ExecutionRoleArn))] = ["iam:PassRole"],
        [Member<AmazonECSClient>(nameof(AmazonECSClient.RunTaskAsync))] = ["ecs:RunTask", "iam:PassRole"],

        // The role of an environment's account. What is opened with Slipway's own credentials assumes none.
        ["Slipway.Aws.Access.AwsClients.For"] = ["sts:AssumeRole"],
        ["Slipway.Aws.Access.AwsClients.CredentialsFor"] = ["sts:AssumeRole"],
        ["Slipway.Aws.Access.AwsClients.Own"] = [],
    };

    /// <summary>
    /// Requests to a registry, which ECR allows by the actions of its own that it answers them with
    /// (docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html; of referrers, the reference of ListImageReferrers).
    /// </summary>
    private static readonly Dictionary<string, string> OfRegistries = new(StringComparer.Ordinal)
    {
        ["Slipway.Aws.Registries.OciRepository.FindManifestAsync"] = "ecr:BatchGetImage",
        ["Slipway.Aws.Registries.OciRepository.HoldsManifestAsync"] = "ecr:BatchGetImage",
        ["Slipway.Aws.Registries.OciRepository.ListReferrersAsync"] = "ecr:BatchGetImage",
        ["Slipway.Aws.Registries.OciRepository.HoldsBlobAsync"] = "ecr:BatchCheckLayerAvailability",
        ["Slipway.Aws.Registries.OciRepository.PutManifestAsync"] = "ecr:PutImage",
        ["Slipway.Aws.Registries.OciRepository.StartUploadAsync"] = "ecr:InitiateLayerUpload",
        ["Slipway.Aws.Registries.OciRepository.ReadBlobAsync"] = "ecr:GetDownloadUrlForLayer",
        ["Slipway.Aws.Registries.Blobs.BlobReader.OpenAsync"] = "ecr:GetDownloadUrlForLayer",
        ["Slipway.Aws.Registries.Blobs.BlobUpload.AppendAsync"] = "ecr:UploadLayerPart",
        ["Slipway.Aws.Registries.Blobs.BlobUpload.CompleteAsync"] = "ecr:CompleteLayerUpload",
    };

    /// <summary>Ways out of the process that are no client of the SDK's, with the reason why they need no action, or where their actions stand.</summary>
    public static readonly IReadOnlyDictionary<string, string> OtherWaysOut = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Slipway.Aws.Registries.RegistryConnection"] = "registries: the actions of ECR stand above",
        ["Slipway.Aws.Registries.RegistrySignIn"] = "the token servers of other registries than ECR's",
        ["Slipway.Aws.Kubernetes.Api.KubernetesConnection"] = "API servers: EKS asks its access entries, not IAM",
        ["Slipway.Aws.Kubernetes.Clusters.EksToken"] = "signs GetCallerIdentity, which every caller is allowed",
        ["Slipway.Aws.HttpSmokeRequests"] = "the services of the operated systems",
        ["Slipway.Aws.Notices.Posting"] = "chats, pagers and webhooks",
        ["Slipway.Aws.Redis.RedisConversation"] = "queues in a Redis",
    };

    public static IEnumerable<string> MethodsOfRegistries => OfRegistries.Keys;

    /// <summary>What everything that a walk has come by needs.</summary>
    public static IEnumerable<NeededAction> Of(Walk walk) => walk.Departures.SelectMany(departure => Of(departure).Select(action => new NeededAction(action, departure.Name, departure.Caller)))
        .Concat(walk.Methods.SelectMany(method => OfRegistries.TryGetValue($"{method.DeclaringType.FullName}.{method.Name}", out var action) ? [new NeededAction(action, method.Name, method)] : Enumerable.Empty<NeededAction>()));

    private static string[] Of(Departure departure)
    {
        var (type, name) = (departure.Callee.DeclaringType.GetElementType(), departure.Callee.Name);
        if (Others.TryGetValue(departure.Name, out var others))
        {
            return others;
        }

        var isOperation = type.Namespace.StartsWith("Amazon.", StringComparison.Ordinal) && type.Name.EndsWith("Client", StringComparison.Ordinal) && name.EndsWith("Async", StringComparison.Ordinal);
        return !isOperation ? []
            : [$"{PrefixOf(type.FullName)}:{name[..^"Async".Length]}"];
    }

    /// <exception cref="InvalidOperationException">The table does not have the client.</exception>
    public static string PrefixOf(string client) => Prefixes.GetValueOrDefault(client) ?? throw new InvalidOperationException($"{client} has no prefix of IAM in {nameof(Actions)}.");

    private static KeyValuePair<string, string> Prefix<TClient>(string prefix)
        where TClient : AmazonServiceClient => new(typeof(TClient).FullName!, prefix);

    private static string Member<TClient>(string name)
        where TClient : AmazonServiceClient => $"{typeof(TClient).FullName}.{name}";

    private static string New<T>() => $"{typeof(T).FullName}..ctor";

    private static string Set<T>(string property) => $"{typeof(T).FullName}.set_{property}";
}

/// <summary>An action and the call that needs it.</summary>
internal sealed record NeededAction(string Action, string Call, Mono.Cecil.MethodDefinition Caller);
