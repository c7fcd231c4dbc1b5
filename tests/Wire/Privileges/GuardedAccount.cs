using System.Text.Json;
using System.Xml.Linq;
using Amazon.ECR;
using Amazon.RDS;
using Amazon.Runtime;
using Amazon.SecretsManager;
using Amazon.SimpleNotificationService;
using Amazon.SimpleNotificationService.Model;
using Slipway.Aws.Access;
using Slipway.Aws.Records;
using Slipway.Domain.Rollouts;
using Slipway.Tests.Contracts;
using Slipway.Tests.Functions.Systems;
using Slipway.Tests.Wire.Ecs;
using Slipway.Tests.Wire.Peers;
using Slipway.Tests.Wire.Records;
using Slipway.Tests.Wire.Storage;

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
    };

    internal const string ApprovalKey = "0123456789abcdef";

    private readonly MotoServer _moto = new();
    private readonly HttpClient _http = new();
    private AwsClients? _administrator;
    private RecordsTable? _table;
    private int _users;

    /// <summary>Everything is allowed to them; the test is skipped where moto is missing.</summary>
    internal AwsClients Administrator
    {
        get
        {
            _ = _moto.Port;
            return _administrator!;
        }
    }

    internal DynamoTable Records => _table!.Open(through: Administrator);

    internal WorkloadAddress Workload { get; private set; } = null!;

    /// <summary>What template.yaml would tell the functions, of this account.</summary>
    internal Dictionary<string, string> Settings { get; } = [];

    public async ValueTask InitializeAsync()
    {
        await _moto.InitializeAsync();
        if (Tool.Locate(["moto_server"]) is null)
        {
            return;
        }

        _table = await RecordsTable.CreateAsync(_moto.Clients());
        Workload = (await MotoService.CreateAsync(_moto)).Address;
        var manifests = await TestBucket.CreateAsync(_moto.Clients(), Bucket("Manifests"));
        await TestBucket.CreateAsync(_moto.Clients(), Bucket("Reports"));
        var manifest = Sample.With("cluster: shop-production", $"cluster: {Workload.Cluster}").Replace("kind: Deployment", "kind: EcsService", StringComparison.Ordinal)
            .Replace("  worker:\n", "  worker:\n    workload: api\n    container: api\n", StringComparison.Ordinal).Replace("  api:\n", "  api:\n    container: proxy\n", StringComparison.Ordinal)
            .Replace("smoke: [{url: https://shop.example.com/health}]", "smoke: []", StringComparison.Ordinal);
        await manifests.PutAsync("shop.yaml", manifest.Replace("routes: {critical: [oncall]}", "routes: {critical: [oncall], warning: [oncall], info: [oncall]}", StringComparison.Ordinal));
        await SeedAsync(_moto.Clients());
        foreach (var (name, value) in new[] { ("TABLE_NAME", _table.Name), ("MANIFESTS_BUCKET", Bucket("Manifests")), ("REPORTS_BUCKET", Bucket("Reports")), ("ACCOUNT_ID", "123456789012"), ("AWS_REGION", "us-east-1"), ("AWS_LAMBDA_LOG_STREAM_NAME", "one"), ("APPROVAL_KEY_SECRET", "approval-key"), ("APPROVAL_URL", "https://slipway.example/"), ("NOTICES_TOPIC_ARN", "arn:aws:sns:us-east-1:123456789012:notices"), ("PROMOTION_STATE_MACHINE_ARN", "arn:aws:states:us-east-1:123456789012:stateMachine:promotion"), ("REMEDIATION_STATE_MACHINE_ARN", "arn:aws:states:us-east-1:123456789012:stateMachine:remediation") })
        {
            Settings[name] = value;
        }

        _administrator = _moto.Clients(credentials: await UserAsync([new(["*"], ["*"])]));
        await _http.PostAsync($"{_moto.Endpoint}moto-api/reset-auth", new StringContent("0"));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _moto.DisposeAsync();
    }

    /// <summary>How a new user reaches AWS who may do what the statements say.</summary>
    internal async Task<AwsOptions> AccessAsync(IEnumerable<Statement> statements, HttpClientFactory http) =>
        new("us-east-1") { Endpoint = _moto.Endpoint, Credentials = await UserAsync([.. statements]), HttpClients = http, Retries = 0 };

    /// <summary>What the functions find beside their records.</summary>
    private static async Task SeedAsync(AwsClients clients)
    {
        var topics = clients.Own<AmazonSimpleNotificationServiceClient, AmazonSimpleNotificationServiceConfig>(static (credentials, config) => new(credentials, config));
        await topics.CreateTopicAsync(new CreateTopicRequest { Name = "notices" });
        await topics.CreateTopicAsync(new CreateTopicRequest { Name = "shop-oncall" });
        var databases = clients.Own<AmazonRDSClient, AmazonRDSConfig>(static (credentials, config) => new(credentials, config));
        await databases.CreateDBInstanceAsync(new() { DBInstanceIdentifier = "shop", DBInstanceClass = "db.t3.medium", Engine = "postgres", AllocatedStorage = 20 });
        var images = clients.Own<AmazonECRClient, AmazonECRConfig>(static (credentials, config) => new(credentials, config));
        await images.CreateRepositoryAsync(new() { RepositoryName = "shop-api" });
        var secrets = clients.Own<AmazonSecretsManagerClient, AmazonSecretsManagerConfig>(static (credentials, config) => new(credentials, config));
        await secrets.CreateSecretAsync(new() { Name = "approval-key", SecretString = ApprovalKey });
    }

    private async Task<AWSCredentials> UserAsync(IReadOnlyList<Statement> statements)
    {
        var name = $"user-{Interlocked.Increment(ref _users)}";
        var policy = JsonSerializer.Serialize(new { Version = "2012-10-17", Statement = statements.Select(statement => new { Effect = "Allow", Action = Known(statement), Resource = Known(statement.Resources) }) });
        await AskAsync("CreateUser", ("UserName", name));
        await AskAsync("PutUserPolicy", ("UserName", name), ("PolicyName", "all"), ("PolicyDocument", policy));
        var key = await AskAsync("CreateAccessKey", ("UserName", name));
        return new BasicAWSCredentials(Text(key, "AccessKeyId"), Text(key, "SecretAccessKey"));
    }

    private static IReadOnlyList<string> Known(Statement statement) => [.. statement.Actions, .. statement.Actions.Where(OtherNames.ContainsKey).Select(action => OtherNames[action])];

    private static IReadOnlyList<string> Known(IReadOnlyList<string> resources) => resources.All(resource => resource.StartsWith("arn:aws:s3:", StringComparison.Ordinal)) ? resources : ["*"];

    /// <summary>IAM itself, which the product never asks and this does unsigned: policies do not count for so long.</summary>
    private async Task<XDocument> AskAsync(string action, params IReadOnlyList<(string Name, string Value)> parameters)
    {
        await _http.PostAsync($"{_moto.Endpoint}moto-api/reset-auth", new StringContent("inf"));
        using var request = new HttpRequestMessage(HttpMethod.Post, _moto.Endpoint)
        {
            Content = new FormUrlEncodedContent([new("Action", action), new("Version", "2010-05-08"), .. parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value))]),
        };
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260302/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0");
        using var response = await _http.SendAsync(request);
        var answer = XDocument.Parse(await response.Content.ReadAsStringAsync());
        await _http.PostAsync($"{_moto.Endpoint}moto-api/reset-auth", new StringContent("0"));
        return answer;
    }

    private static string Bucket(string logicalId) => Stack.Template.Find(logicalId)!.Name;

    private static string Text(XDocument answer, string name) => answer.Descendants().First(element => element.Name.LocalName == name).Value;
}
