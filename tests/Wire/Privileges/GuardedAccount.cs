using System.Text.Json;
using Amazon.Runtime;
using Amazon.SimpleNotificationService.Model;
using Slipway.Aws.Access;
using Slipway.Aws.Records;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;
using Slipway.Tests.Contracts;
using Slipway.Tests.Functions.Systems;
using Slipway.Tests.Wire.Ecs;
using Slipway.Tests.Wire.Peers;
using Slipway.Tests.Wire.Records;
using Slipway.Tests.Wire.Storage;
using Computed = Slipway.Tests.Contracts.Privileges.Privileges;

namespace Slipway.Tests.Wire.Privileges;

/// <summary>
/// An account of moto that checks signatures and policies, with one system whose services run on ECS. It knows resources of S3
/// alone; for the other services the policies' actions count, on everything.
/// </summary>
public sealed class GuardedAccount : IAsyncLifetime
{
    /// <summary>What moto calls otherwise than IAM.</summary>
    private static readonly Dictionary<string, string> OtherNames = new(StringComparer.Ordinal)
    {
        ["dynamodb:PutItem"] = "dynamodb:TransactWriteItems",
        ["cloudwatch:DescribeAlarms"] = "monitoring:DescribeAlarms",
        ["cloudwatch:PutMetricData"] = "monitoring:PutMetricData",
    };

    internal const string ApprovalKey = "0123456789abcdef";

    private readonly GuardedMoto _guarded = new();
    private readonly Dictionary<string, WalkedFunction> _walked = new(StringComparer.Ordinal);
    private AwsClients? _administrator;
    private RecordsTable? _table;

    private MotoServer Moto => _guarded.Moto;

    /// <summary>Everything is allowed to them; the test is skipped where moto is missing.</summary>
    internal AwsClients Administrator
    {
        get
        {
            _ = Moto.Port;
            return _administrator!;
        }
    }

    /// <summary>The one that the manifest has beside those of the sample.</summary>
    internal static ServiceName NodeGroup { get; } = new("apps");

    internal DynamoTable Records => _table!.Open(through: Administrator);

    internal WorkloadAddress Workload { get; private set; } = null!;

    /// <summary>What template.yaml would tell the functions, of this account.</summary>
    internal Dictionary<string, string> Settings { get; } = [];

    public async ValueTask InitializeAsync()
    {
        await _guarded.InitializeAsync();
        if (Tool.Locate(["moto_server"]) is null)
        {
            return;
        }

        _table = await RecordsTable.CreateAsync(Moto.Clients());
        Workload = (await MotoService.CreateAsync(Moto)).Address;
        var manifests = await TestBucket.CreateAsync(Moto.Clients(), Bucket("Manifests"));
        await TestBucket.CreateAsync(Moto.Clients(), Bucket("Reports"));
        var manifest = Sample.With("cluster: shop-production", $"cluster: {Workload.Cluster}").Replace("kind: Deployment", "kind: EcsService", StringComparison.Ordinal)
            .Replace("\njobs:", $"\nnodeGroups: {{{NodeGroup}: {{nodes: {{min: 1, max: 2}}}}}}\njobs:", StringComparison.Ordinal)
            .Replace("  worker:\n", "  worker:\n    workload: api\n    container: api\n", StringComparison.Ordinal).Replace("  api:\n", "  api:\n    container: proxy\n", StringComparison.Ordinal)
            .Replace("smoke: [{url: https://shop.example.com/health}]", "smoke: []", StringComparison.Ordinal);
        await manifests.PutAsync("shop.yaml", manifest.Replace("routes: {critical: [oncall]}", "routes: {critical: [oncall], warning: [oncall], info: [oncall]}", StringComparison.Ordinal));
        await SeedAsync(Moto.Clients());
        foreach (var (name, value) in new[] { ("TABLE_NAME", _table.Name), ("MANIFESTS_BUCKET", Bucket("Manifests")), ("REPORTS_BUCKET", Bucket("Reports")), ("ACCOUNT_ID", "123456789012"), ("AWS_REGION", "us-east-1"), ("AWS_LAMBDA_LOG_STREAM_NAME", "one"), ("NOTICES_TOPIC_ARN", "arn:aws:sns:us-east-1:123456789012:notices"), ("PROMOTION_STATE_MACHINE_ARN", "arn:aws:states:us-east-1:123456789012:stateMachine:promotion"), ("REMEDIATION_STATE_MACHINE_ARN", "arn:aws:states:us-east-1:123456789012:stateMachine:remediation"), ("AUTOSCALING_STATE_MACHINE_ARN", "arn:aws:states:us-east-1:123456789012:stateMachine:autoscaling"), ("SCALING_TICKS_URL", await QueueAsync(Moto.Clients(), "ticks")), ("DELIVERIES_URL", await QueueAsync(Moto.Clients(), "deliveries")), ("APPROVAL_KEY_SECRET", "approval-key"), ("APPROVAL_URL", "https://slipway.example/") })
        {
            Settings[name] = value;
        }

        _administrator = Moto.Clients(credentials: await _guarded.UserAsync());
    }

    public ValueTask DisposeAsync() => _guarded.DisposeAsync();

    /// <summary>How a new user reaches AWS who may do what the statements say.</summary>
    internal async Task<AwsOptions> AccessAsync(IEnumerable<Statement> statements, HttpClientFactory http) =>
        new("us-east-1") { Endpoint = Moto.Endpoint, Credentials = await UserAsync([.. statements]), HttpClients = http, Retries = 0 };

    /// <summary>The function with the rights that its policies give, walked once for all who ask.</summary>
    internal async Task<WalkedFunction> WalkAsync(string name)
    {
        if (!_walked.TryGetValue(name, out var walked))
        {
            walked = new(this, name);
            await walked.InvokeAsync(await new Walks(this).EventAsync(name), Computed.AllowedTo(name));
            _walked.Add(name, walked);
        }

        return walked;
    }

    /// <summary>What the functions find beside their records.</summary>
    private static async Task SeedAsync(AwsClients clients)
    {
        var topics = clients.Own(AwsServices.Sns);
        await topics.CreateTopicAsync(new CreateTopicRequest { Name = "notices" });
        await topics.CreateTopicAsync(new CreateTopicRequest { Name = "shop-oncall" });
        var databases = clients.Own(AwsServices.Rds);
        await databases.CreateDBInstanceAsync(new() { DBInstanceIdentifier = "shop", DBInstanceClass = "db.t3.medium", Engine = "postgres", AllocatedStorage = 20 });
        var images = clients.Own(AwsServices.Ecr);
        await images.CreateRepositoryAsync(new() { RepositoryName = "shop-api" });
        var secrets = clients.Own(AwsServices.SecretsManager);
        await secrets.CreateSecretAsync(new() { Name = "approval-key", SecretString = ApprovalKey });
    }

    private static async Task<string> QueueAsync(AwsClients clients, string name) => (await clients.Own(AwsServices.Sqs).CreateQueueAsync(new() { QueueName = name })).QueueUrl;

    private Task<AWSCredentials> UserAsync(IReadOnlyList<Statement> statements) => _guarded.UserAsync(JsonSerializer.Serialize(
        new { Version = "2012-10-17", Statement = statements.Select(statement => new { Effect = "Allow", Action = Known(statement), Resource = Known(statement.Resources) }) }));

    private static IReadOnlyList<string> Known(Statement statement) => [.. statement.Actions, .. statement.Actions.Where(OtherNames.ContainsKey).Select(action => OtherNames[action])];

    private static IReadOnlyList<string> Known(IReadOnlyList<string> resources) => resources.All(resource => resource.StartsWith("arn:aws:s3:", StringComparison.Ordinal)) ? resources : ["*"];

    private static string Bucket(string logicalId) => Stack.Template.Find(logicalId)!.Name;
}
