using Slipway.Domain.Interventions;
using Slipway.Domain.Restraints;
using Slipway.Domain.Scaling.Nodes;
using Slipway.Local.StepFunctions;

namespace Slipway.Tests.EndToEnd;

/// <summary>Nodes follow what their pods ask for.</summary>
public sealed class NodeScalingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "CCP-15")]
    public async Task Pods_without_a_place_bring_nodes_up_to_the_most_allowed_and_quiet_takes_them_away_down_to_the_fewest()
    {
        using var account = Start();
        Assert.Equal(2, (await ReadAsync(account)).Desired);

        await ScaleAsync(account, "backend", 50);
        account.Run(TimeSpan.FromMinutes(5));
        var grown = await ReadAsync(account);
        Assert.InRange(grown.Desired, 7, 9);
        Assert.All(grown.Pods, pod => Assert.NotNull(pod.Node));

        await ScaleAsync(account, "backend", 200);
        account.Run(TimeSpan.FromMinutes(10));
        var full = await ReadAsync(account);
        Assert.Equal((10, 10), (full.Desired, full.Count.Ready));
        Assert.Contains(full.Pods, pod => pod.Node is null);

        await ScaleAsync(account, "backend", 3);
        var seen = await FollowAsync(account, TimeSpan.FromMinutes(60));
        Assert.Equal([10, 9, 8, 7, 6, 5, 4, 3, 2], seen);
        Assert.DoesNotContain(account.Slipway.StateMachines.Executions, execution => execution.Status is ExecutionStatus.Failed or ExecutionStatus.TimedOut);
    }

    [Fact]
    public async Task A_pause_of_a_node_group_stops_its_direction()
    {
        using var account = Start();
        await ScaleAsync(account, "backend", 50);
        account.Run(TimeSpan.FromMinutes(5));
        var high = (await ReadAsync(account)).Desired;

        var asked = account.Ask(InterventionKind.Pause, "a migration runs", pause => pause with { System = new("cloud-consulting"), Environment = new("production"), Service = new("main-nodes"), Only = ScalingWay.In });
        Assert.Equal("cloud-consulting/production/main-nodes is not scaled in.", asked.Answer);
        await ScaleAsync(account, "backend", 3);

        Assert.Equal([high], await FollowAsync(account, TimeSpan.FromMinutes(40)));
        Assert.Contains("paused by", Reason(account), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_node_goes_while_a_release_changes_what_runs_there()
    {
        using var account = Start();
        await ScaleAsync(account, "backend", 50);
        account.Run(TimeSpan.FromMinutes(5));
        await ScaleAsync(account, "backend", 3);
        var high = (await ReadAsync(account)).Desired;
        var lease = await account.Slipway.Memory.Leases.AcquireAsync(new(new("cloud-consulting"), new("production"), new("frontend")), new("cc-v2-production"), TimeSpan.FromHours(2), Token);

        Assert.Equal([high], await FollowAsync(account, TimeSpan.FromMinutes(40)));
        Assert.Contains("cc-v2-production is changing what may run there", Reason(account), StringComparison.Ordinal);
        await account.Slipway.Memory.Leases.ReleaseAsync(lease.Key, lease.Holder, Token);
        Assert.Equal(2, (await FollowAsync(account, TimeSpan.FromMinutes(60)))[^1]);
    }

    /// <summary>After the quiet time in which one node of three has gone: five pods do not need it.</summary>
    private static Account Start()
    {
        var account = new Account("cloud-consulting");
        account.Slipway.Deployment.StartSchedules();
        account.Run(TimeSpan.FromMinutes(20));
        return account;
    }

    private static NodeGroupAddress Address(Account account)
    {
        var production = account.Slipway.Systems[0].Environment(new("production"));
        return NodeGroupAddress.Of(production, Assert.Single(production.NodeGroups));
    }

    private static Task<NodeGroupState> ReadAsync(Account account) => account.Slipway.Account.NodeGroups.ReadAsync(Address(account), Token);

    private static Task ScaleAsync(Account account, string service, int replicas) => account.Slipway.Account.Cluster.ScaleAsync(account.Workload("production", service), replicas, Token);

    private static string Reason(Account account) => account.Slipway.Memory.ScalingStates.All.Single(state => state.Service.Value == "main-nodes").Decision!.Reason;

    private static async Task<List<int>> FollowAsync(Account account, TimeSpan time)
    {
        List<int> seen = [];
        for (var end = account.Slipway.Clock.GetUtcNow() + time; account.Slipway.Clock.GetUtcNow() < end; account.Run(TimeSpan.FromSeconds(5)))
        {
            var desired = (await ReadAsync(account)).Desired;
            if (seen.Count == 0 || seen[^1] != desired)
            {
                seen.Add(desired);
            }
        }

        return seen;
    }
}
