using System.Globalization;
using Slipway.Aws.Ecs;
using Slipway.Domain;
using Slipway.Domain.Rollouts.Capacity;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Ecs;

/// <summary>The room of container instances, by answers scripted from the service model.</summary>
public sealed class EcsCapacityTests
{
    private const string Task = """{"taskDefinition": {"taskDefinitionArn": "arn:aws:ecs:eu-central-1:123456789012:task-definition/shop-api:7", "containerDefinitions": [{"name": "api", "cpu": 256, "memory": 512, "memoryReservation": 384, "resourceRequirements": [{"type": "GPU", "value": "1"}]}, {"name": "proxy", "cpu": 128, "memory": 128}]}}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Where_nodes_grow_nothing_is_asked()
    {
        var aws = new ScriptedOperations();
        Assert.Equal(CapacityReading.Unlimited, await ReadAsync(aws, asksNodes: false));
        Assert.Empty(aws.Operations);
    }

    [Fact]
    public async Task Instances_have_left_what_they_say_page_by_page_and_one_whose_agent_is_gone_takes_no_task()
    {
        var aws = new ScriptedOperations()
            .Answers("DescribeServices", Service("\"launchType\": \"EC2\""))
            .Answers("DescribeTaskDefinition", Task)
            .Answers("ListContainerInstances", """{"containerInstanceArns": ["one", "two"], "nextToken": "more"}""", """{"containerInstanceArns": ["three"]}""")
            .Answers(
                "DescribeContainerInstances",
                $$"""{"containerInstances": [{{Instance("i-1", 1536, 2048, """, {"name": "GPU", "type": "STRINGSET", "stringSetValue": ["a", "b"]}""")}}, {{Instance("i-2", 4096, 4096, isConnected: false)}}]}""",
                $$"""{"containerInstances": [{{Instance("i-3", 256, 100)}}]}""");

        var reading = await ReadAsync(aws);
        Assert.Equal(["i-1 cpu 1.5, memory 2147483648, gpu 2", "i-3 cpu 0.25, memory 104857600, gpu 0"], reading.Nodes!.Select(node => $"{node.Name} {Told(node.Free)}"));
        var workload = Assert.Single(reading.Workloads);
        Assert.Equal((3, 1), (workload.Replicas, workload.Beside));
        Assert.Equal("requests.cpu 0.375, requests.memory 536870912, requests.gpu 1", Told(workload.Pod.Takes));
        Assert.Equal("requests.cpu 0.25, requests.memory 402653184, requests.gpu 1", Told(workload.Job.Takes));
        Assert.Equal(["ACTIVE", "ACTIVE"], aws.Asked("ListContainerInstances").Select(asked => (string?)asked["status"]));
        Assert.Equal("more", (string?)aws.Asked("ListContainerInstances")[1]["nextToken"]);
    }

    [Theory]
    [InlineData("\"launchType\": \"EC2\", \"deploymentConfiguration\": {\"minimumHealthyPercent\": 50, \"maximumPercent\": 200}", 0)]
    [InlineData("\"launchType\": \"EC2\", \"deploymentConfiguration\": {\"minimumHealthyPercent\": 90, \"maximumPercent\": 200}", 1)]
    [InlineData("\"launchType\": \"EC2\", \"deploymentConfiguration\": {\"strategy\": \"BLUE_GREEN\"}", 3)]
    [InlineData("\"launchType\": \"EC2\", \"schedulingStrategy\": \"DAEMON\"", 0)]
    [InlineData("\"capacityProviderStrategy\": [{\"capacityProvider\": \"own-instances\"}]", 1)]
    public async Task What_a_service_needs_beside_its_tasks_follows_from_how_it_deploys(string service, int beside)
    {
        var aws = new ScriptedOperations().Answers("DescribeServices", Service(service)).Answers("DescribeTaskDefinition", Task).Answers("ListContainerInstances", "{}");

        var reading = await ReadAsync(aws);
        Assert.Equal((3, beside, 0), (Assert.Single(reading.Workloads).Replicas, reading.Workloads[0].Beside, reading.Nodes!.Count));
    }

    [Fact]
    public async Task What_the_whole_task_says_counts_before_its_containers()
    {
        var aws = new ScriptedOperations().Answers("DescribeServices", Service("\"launchType\": \"EC2\"")).Answers("ListContainerInstances", "{}")
            .Answers("DescribeTaskDefinition", Task.Replace("\"containerDefinitions\"", "\"cpu\": \"1024\", \"memory\": \"2048\", \"containerDefinitions\"", StringComparison.Ordinal));

        Assert.StartsWith("requests.cpu 1, requests.memory 2147483648", Told(Assert.Single((await ReadAsync(aws)).Workloads).Pod.Takes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"launchType\": \"FARGATE\"")]
    [InlineData("\"capacityProviderStrategy\": [{\"capacityProvider\": \"FARGATE\"}, {\"capacityProvider\": \"FARGATE_SPOT\"}]")]
    public async Task On_Fargate_AWS_brings_the_nodes(string service)
    {
        var aws = new ScriptedOperations().Answers("DescribeServices", Service(service));

        var reading = await ReadAsync(aws);
        Assert.Equal(("api", 0, null), (Assert.Single(reading.Serverless), reading.Workloads.Count, reading.Nodes));
        Assert.Equal(["DescribeServices"], aws.Operations);
    }

    [Fact]
    public async Task Instances_that_may_not_be_listed_are_told_so_and_a_service_that_is_missing_limits_nothing()
    {
        var forbidden = new ScriptedOperations().Answers("DescribeServices", Service("\"launchType\": \"EC2\"")).Answers("DescribeTaskDefinition", Task)
            .Answers("ListContainerInstances", _ => throw new ScriptedOperations.RefusalException("AccessDeniedException", "not authorized to perform: ecs:ListContainerInstances"));
        Assert.StartsWith("The container instances cannot be listed in the cluster prod in eu-central-1", (await ReadAsync(forbidden)).UntoldNodes, StringComparison.Ordinal);

        var missing = await ReadAsync(new ScriptedOperations().Answers("DescribeServices", """{"services": []}"""));
        Assert.Equal(("There is no service api in the cluster prod in eu-central-1: it was deleted, or the manifest names it wrongly", null), (missing.Untold, missing.Nodes));
    }

    [Fact]
    public async Task A_service_that_throttles_is_unavailable() => await Assert.ThrowsAsync<UnavailableException>(() =>
        ReadAsync(new ScriptedOperations().Answers("DescribeServices", _ => throw new ScriptedOperations.RefusalException("ThrottlingException", "Rate exceeded"))));

    private static Task<CapacityReading> ReadAsync(ScriptedOperations aws, bool asksNodes = true) => new EcsCapacity(aws.Clients).ReadAsync([Shop.Api], asksNodes, Token);

    private static string Service(string members) =>
        $$"""{"services": [{"serviceName": "api", "status": "ACTIVE", "desiredCount": 3, "deployments": [{"status": "PRIMARY", "taskDefinition": "shop-api:7", "desiredCount": 3}], {{members}}}]}""";

    private static string Instance(string id, int cpu, int memory, string more = "", bool isConnected = true) =>
        $$"""{"ec2InstanceId": "{{id}}", "agentConnected": {{(isConnected ? "true" : "false")}}, "remainingResources": [{"name": "CPU", "type": "INTEGER", "integerValue": {{cpu}}}, {"name": "MEMORY", "type": "INTEGER", "integerValue": {{memory}}}, {"name": "PORTS", "type": "STRINGSET", "stringSetValue": ["22"]}{{more}}]}""";

    private static string Told(IReadOnlyDictionary<string, double> amounts) => string.Join(", ", amounts.Select(amount => string.Create(CultureInfo.InvariantCulture, $"{amount.Key} {amount.Value}")));
}
