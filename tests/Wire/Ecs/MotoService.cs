using System.Xml.Linq;
using Amazon.ECS;
using Amazon.ECS.Model;
using Slipway.Aws.Access;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;
using Slipway.Tests.Wire.Peers;
using Service = Amazon.ECS.Model.Service;

namespace Slipway.Tests.Wire.Ecs;

/// <summary>A cluster of moto with one service of one test, which asks for two tasks; none of them ever runs.</summary>
internal sealed class MotoService(MotoServer moto)
{
    public AwsClients Clients { get; } = moto.Clients();

    public WorkloadAddress Address { get; } = new(new("us-east-1"), $"c-{Guid.NewGuid():N}", "shop", WorkloadKind.EcsService, "api", "api");

    public string Family => $"f-{Address.Cluster}";

    public AmazonECSClient Client => Clients.For(Address.Location, AwsServices.Ecs);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<MotoService> CreateAsync(MotoServer moto)
    {
        var made = new MotoService(moto);
        await made.Client.CreateClusterAsync(new() { ClusterName = made.Address.Cluster }, Token);
        await made.Client.RegisterTaskDefinitionAsync(made.First(), Token);
        await made.Client.CreateServiceAsync(
            new()
            {
                Cluster = made.Address.Cluster,
                ServiceName = "api",
                TaskDefinition = made.Family,
                DesiredCount = 2,
                LaunchType = LaunchType.FARGATE,
                PlatformVersion = "1.4.0",
                NetworkConfiguration = new()
                {
                    AwsvpcConfiguration = new() { Subnets = [await FindAsync(moto, "DescribeSubnets", "subnetId")], SecurityGroups = [await FindAsync(moto, "DescribeSecurityGroups", "groupId")] },
                },
            },
            Token);
        return made;
    }

    public async Task<Service> DescribeAsync() =>
        (await Client.DescribeServicesAsync(new() { Cluster = Address.Cluster, Services = ["api"], Include = ["TAGS"] }, Token)).Services[0];

    public Task<DescribeTaskDefinitionResponse> RevisionAsync(string revision) => Client.DescribeTaskDefinitionAsync(new() { TaskDefinition = revision, Include = ["TAGS"] }, Token);

    /// <summary>What moto's account has from the start: the product itself never asks EC2.</summary>
    private static async Task<string> FindAsync(MotoServer moto, string action, string element)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, moto.Endpoint)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["Action"] = action, ["Version"] = "2016-11-15" }),
        };
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260302/us-east-1/ec2/aws4_request, SignedHeaders=host, Signature=0");
        using var response = await http.SendAsync(request, Token);
        return XDocument.Parse(await response.Content.ReadAsStringAsync(Token)).Descendants().First(found => found.Name.LocalName == element).Value;
    }

    /// <summary>Two containers with a bit of everything that must survive a copy.</summary>
    private RegisterTaskDefinitionRequest First() => new()
    {
        Family = Family,
        TaskRoleArn = "arn:aws:iam::123456789012:role/task",
        ExecutionRoleArn = "arn:aws:iam::123456789012:role/execution",
        NetworkMode = NetworkMode.Awsvpc,
        Cpu = "256",
        Memory = "512",
        RequiresCompatibilities = ["FARGATE"],
        RuntimePlatform = new() { CpuArchitecture = CPUArchitecture.ARM64, OperatingSystemFamily = OSFamily.LINUX },
        Volumes = [new() { Name = "scratch" }],
        Tags = [new() { Key = "team", Value = "shop" }],
        ContainerDefinitions =
        [
            new()
            {
                Name = "api",
                Image = Shop.Image("first").Reference,
                Memory = 256,
                Essential = true,
                Environment = [new() { Name = "MODE", Value = "prod" }],
                Secrets = [new() { Name = "DATABASE_URL", ValueFrom = "arn:aws:secretsmanager:us-east-1:123456789012:secret:db" }],
                PortMappings = [new() { ContainerPort = 8080 }],
                MountPoints = [new() { SourceVolume = "scratch", ContainerPath = "/tmp", ReadOnly = false }],
                HealthCheck = new() { Command = ["CMD", "true"], Interval = 5 },
                LogConfiguration = new() { LogDriver = LogDriver.Awslogs, Options = new() { ["awslogs-group"] = $"/ecs/{Family}", ["awslogs-region"] = "us-east-1", ["awslogs-stream-prefix"] = "api" } },
            },
            new() { Name = "proxy", Image = "envoyproxy/envoy:v1.30", Memory = 64, Essential = true, DependsOn = [new() { ContainerName = "api", Condition = ContainerCondition.HEALTHY }] },
        ],
    };
}
