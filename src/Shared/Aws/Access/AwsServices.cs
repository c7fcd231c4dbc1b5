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
using Amazon.SecretsManager;
using Amazon.SimpleEmailV2;
using Amazon.SimpleNotificationService;
using Amazon.SQS;
using Amazon.StepFunctions;

namespace Slipway.Aws.Access;

/// <summary>The services that Slipway speaks to, each as <see cref="AwsClients"/> makes its client. A property makes nothing until it is asked for, so that a function loads the services that it uses.</summary>
public static class AwsServices
{
    public static Func<AWSCredentials, AmazonCloudWatchConfig, AmazonCloudWatchClient> CloudWatch => static (credentials, config) => new(credentials, config);

    public static Func<AWSCredentials, AmazonCloudWatchLogsConfig, AmazonCloudWatchLogsClient> CloudWatchLogs => static (credentials, config) => new(credentials, config);

    public static Func<AWSCredentials, AmazonCostExplorerConfig, AmazonCostExplorerClient> CostExplorer => static (credentials, config) => new(credentials, config);

    public static Func<AWSCredentials, AmazonDynamoDBConfig, AmazonDynamoDBClient> DynamoDB => static (credentials, config) => new(credentials, config);

    public static Func<AWSCredentials, AmazonECRConfig, AmazonECRClient> Ecr => static (credentials, config) => new(credentials, config);

    public static Func<AWSCredentials, AmazonECSConfig, AmazonECSClient> Ecs => static (credentials, config) => new(credentials, config);

    public static Func<AWSCredentials, AmazonEKSConfig, AmazonEKSClient> Eks => static (credentials, config) => new(credentials, config);

    public static Func<AWSCredentials, AmazonEventBridgeConfig, AmazonEventBridgeClient> EventBridge => static (credentials, config) => new(credentials, config);

    public static Func<AWSCredentials, AmazonKeyManagementServiceConfig, AmazonKeyManagementServiceClient> Kms => static (credentials, config) => new(credentials, config);

    public static Func<AWSCredentials, AmazonRDSConfig, AmazonRDSClient> Rds => static (credentials, config) => new(credentials, config);

    public static Func<AWSCredentials, AmazonSecretsManagerConfig, AmazonSecretsManagerClient> SecretsManager => static (credentials, config) => new(credentials, config);

    public static Func<AWSCredentials, AmazonSimpleEmailServiceV2Config, AmazonSimpleEmailServiceV2Client> Ses => static (credentials, config) => new(credentials, config);

    public static Func<AWSCredentials, AmazonSimpleNotificationServiceConfig, AmazonSimpleNotificationServiceClient> Sns => static (credentials, config) => new(credentials, config);

    public static Func<AWSCredentials, AmazonSQSConfig, AmazonSQSClient> Sqs => static (credentials, config) => new(credentials, config);

    public static Func<AWSCredentials, AmazonStepFunctionsConfig, AmazonStepFunctionsClient> StepFunctions => static (credentials, config) => new(credentials, config);
}
