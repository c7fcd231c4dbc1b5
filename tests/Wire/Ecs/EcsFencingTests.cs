using System.Text.Json.Nodes;
using Slipway.Aws.Ecs;
using Slipway.Domain;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Ecs;

/// <summary>Two holders of a lease who meet in the middle of a change, scripted step by step: ECS itself lets both write.</summary>
public sealed class EcsFencingTests
{
    private readonly ScriptedOperations _aws = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Scripted_an_older_holder_who_finds_a_newer_one_after_its_update_puts_that_ones_revision_back()
    {
        Services((null, 1), (null, 1), ("8 shop-api:2", 1), ("8 shop-api:2", 1), ("9 shop-api:7", 2));

        var failure = await Assert.ThrowsAsync<ConflictException>(ChangeAsync);

        Assert.Equal("api was last changed with token 9; token 8 is older, so its holder has lost the lease.", failure.Message);
        Assert.Equal(["shop-api:2", "shop-api:7"], Updates());
    }

    [Fact]
    public async Task Scripted_an_older_holder_who_finds_a_newer_one_before_its_update_writes_nothing()
    {
        Services((null, 1), ("9 shop-api:7", 7));
        await Assert.ThrowsAsync<ConflictException>(ChangeAsync);
        Assert.Empty(Updates());
        Assert.Empty(_aws.Asked("TagResource"));
    }

    [Fact]
    public async Task Scripted_a_newer_holder_whose_mark_an_older_one_has_covered_writes_it_again()
    {
        Services((null, 1), (null, 1), ("4 shop-api:6", 1), ("8 shop-api:2", 1), ("8 shop-api:2", 1), ("8 shop-api:2", 2));
        await ChangeAsync();
        Assert.Equal(["8 shop-api:2", "8 shop-api:2"], _aws.Asked("TagResource").Select(asked => (string)asked["tags"]![0]!["value"]!));
        Assert.Equal(["shop-api:2"], Updates());
    }

    [Fact]
    public async Task Scripted_a_newer_holder_over_whom_an_older_one_has_deployed_deploys_again()
    {
        Services((null, 1), ("8 shop-api:2", 1), ("8 shop-api:2", 1), ("8 shop-api:2", 6), ("8 shop-api:2", 6), ("8 shop-api:2", 6), ("8 shop-api:2", 2));
        await ChangeAsync();
        Assert.Equal(["shop-api:2", "shop-api:2"], Updates());
    }

    [Fact]
    public async Task Scripted_a_crowd_that_never_settles_is_a_conflict()
    {
        Services((null, 1), ("4 shop-api:6", 1));
        Assert.Equal("api is being changed by others at the same time.", (await Assert.ThrowsAsync<ConflictException>(ChangeAsync)).Message);
    }

    [Fact]
    public async Task Scripted_revisions_that_others_register_at_the_same_time_are_worth_another_try()
    {
        Services((null, 1));
        _aws.Refuses("RegisterTaskDefinition", "ClientException", "Too many concurrent attempts to create a new revision of the specified family.");
        await Assert.ThrowsAsync<UnavailableException>(ChangeAsync);
    }

    private Task ChangeAsync()
    {
        _aws.Answers("DescribeTaskDefinition", asked => Definition((string)asked["taskDefinition"]!))
            .Answers("RegisterTaskDefinition", Definition("shop-api:2"))
            .Answers("TagResource", "{}")
            .Answers("UpdateService", """{"service":{}}""");
        return new EcsWorkloads(_aws.Clients, TimeProvider.System).ChangeImageAsync(Shop.Api, Shop.Image("wanted"), 8, Token);
    }

    private IEnumerable<string> Updates() => _aws.Asked("UpdateService").Select(asked => (string)asked["taskDefinition"]!);

    /// <summary>The service as it is found each time: the mark on it, and the revision that is asked for.</summary>
    private void Services(params (string? Mark, int Revision)[] found)
    {
        foreach (var (mark, revision) in found)
        {
            _aws.Answers("DescribeServices", new JsonObject
            {
                ["services"] = new JsonArray(new JsonObject
                {
                    ["serviceArn"] = "arn:aws:ecs:eu-central-1:123456789012:service/prod/api",
                    ["serviceName"] = "api",
                    ["status"] = "ACTIVE",
                    ["taskDefinition"] = $"arn:aws:ecs:eu-central-1:123456789012:task-definition/shop-api:{revision}",
                    ["deployments"] = new JsonArray(new JsonObject { ["id"] = "ecs-svc/1", ["status"] = "PRIMARY", ["taskDefinition"] = $"arn:aws:ecs:eu-central-1:123456789012:task-definition/shop-api:{revision}" }),
                    ["tags"] = mark is null ? [] : new JsonArray(new JsonObject { ["key"] = $"slipway:fencing-token-{(mark[0] - '0') % 4}", ["value"] = mark }),
                }),
            }.ToJsonString());
        }
    }

    private static string Definition(string revision) => new JsonObject
    {
        ["taskDefinition"] = new JsonObject
        {
            ["taskDefinitionArn"] = $"arn:aws:ecs:eu-central-1:123456789012:task-definition/{(revision.Contains('/', StringComparison.Ordinal) ? revision[(revision.LastIndexOf('/') + 1)..] : revision)}",
            ["family"] = "shop-api",
            ["containerDefinitions"] = new JsonArray(new JsonObject { ["name"] = "api", ["image"] = Shop.Image("first").Reference }),
        },
    }.ToJsonString();
}
