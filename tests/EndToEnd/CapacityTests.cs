using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;
using Slipway.Local.Account.Clusters;

namespace Slipway.Tests.EndToEnd;

/// <summary>A release that does not fit waits or is refused before anything is touched for it, with the figure. The development of cv-hub has eight pods.</summary>
public sealed class CapacityTests
{
    private const string Cluster = "cv-hub-dev-cluster";
    private const int Pods = 8;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_quota_is_waited_for_with_the_figure_and_a_pod_that_goes_lets_the_release_go_on()
    {
        using var account = Start();
        Limit(account, Pods);
        var image = account.Push("cv-hub-api");
        account.Run(TimeSpan.FromMinutes(6));
        AssertUntouched(account);
        Assert.Equal("cv-hub: running migrate needs 1 pod; the quota compute has 0 pods left of 8 pods (5 min of at most 15 min).", account.Release("development").Verdict?.Reason);

        await account.Slipway.Account.Cluster.ScaleAsync(account.Workload("development", "worker"), 0, Token);
        account.Settle();
        var release = account.Release("development");
        Assert.Equal(ReleaseStatus.Verified, release.Status);
        Assert.Equal("cv-hub has room: 1 pod of 1 pod left.", release.Verdicts.Last(verdict => verdict.Rule == "capacity").Reason);
        Assert.All(account.Serving(account.Workload("development", "api")), digest => Assert.Equal(image.Digest, digest));
        account.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(Pods, 15, "cv-hub: running migrate needs 1 pod; the quota compute has 0 pods left of 8 pods, after 15 min")]
    [InlineData(0, 0, "cv-hub: running migrate needs 1 pod; the quota compute allows 0 pods in all")]
    public void A_release_that_does_not_fit_is_refused_with_the_figure_and_nothing_was_touched(int hard, int minutes, string reason)
    {
        using var account = Start();
        Limit(account, hard);
        var image = account.Push("cv-hub-api");
        account.Settle();

        var release = account.Release("development");
        Assert.Equal(ReleaseStatus.Rejected, release.Status);
        Assert.StartsWith(reason, release.Reason, StringComparison.Ordinal);
        Assert.InRange(release.Stages[^1].At - release.Stages[0].At, TimeSpan.FromMinutes(minutes), TimeSpan.FromMinutes(minutes + 2));
        AssertUntouched(account);
        Assert.DoesNotContain(account.Slipway.Memory.Restraints.All, restraint => restraint.Kind == RestraintKind.Quarantine);
        Assert.DoesNotContain(image.Digest, account.Serving(account.Workload("development", "api")));
        account.AssertNothingIsLeft();
    }

    /// <summary>With a canary the last step is there while the Deployment is replaced; so is a green side.</summary>
    [Theory]
    [InlineData("rolling", 1, "cv-hub: running migrate needs 1 pod; the quota compute has 0 pods left of 8 pods")]
    [InlineData("canary", 4, "cv-hub: replacing api needs 4 pods; the quota compute has 3 pods left of 11 pods")]
    [InlineData("blueGreen", 4, "cv-hub: replacing api needs 4 pods; the quota compute has 3 pods left of 11 pods")]
    public void A_strategy_asks_for_its_replicas_and_needs_no_more_than_it_asks_for(string strategy, int needed, string reason)
    {
        using var account = Start($"strategy: {strategy} ");
        Limit(account, Pods + needed - 1);
        account.Push("cv-hub-api");
        account.Run(TimeSpan.FromMinutes(3));
        AssertUntouched(account);
        Assert.StartsWith(reason, account.Release("development").Verdict?.Reason, StringComparison.Ordinal);

        Limit(account, Pods + needed);
        var most = 0;
        account.RunUntil(() =>
        {
            most = Math.Max(most, account.Slipway.Account.Jobs.Running.Count + account.Slipway.Account.Cluster.Workloads.Concat(account.Slipway.Account.Cluster.Canaries)
                .Where(workload => workload.Cluster == Cluster).Sum(workload => account.Slipway.Account.Cluster.Pods(workload).Count(pod => pod.Phase != PodPhase.Terminating)));
            return account.Release("development").Status.IsFinal();
        });
        Assert.Equal((ReleaseStatus.Verified, Pods + needed), (account.Release("development").Status, most));
    }

    [Fact]
    public async Task A_quota_that_filled_up_while_the_leases_were_waited_for_sends_the_release_back_to_wait()
    {
        using var account = Start();
        var api = new LeaseKey(new("cv-hub"), new("development"), new("api"));
        Limit(account, Pods);
        var lease = await account.Slipway.Memory.Leases.AcquireAsync(api, new("another"), TimeSpan.FromHours(2), Token);
        account.Push("cv-hub-api");
        account.Run(TimeSpan.FromMinutes(40));
        Assert.Equal((ReleaseStatus.Gated, "lease"), (account.Release("development").Status, account.Release("development").Verdict?.Rule));
        Assert.Contains(account.Release("development").Verdicts, verdict => verdict.Reason.EndsWith("another changes the same services now, and room is asked for again after it.", StringComparison.Ordinal));

        await account.Slipway.Memory.Leases.ReleaseAsync(api, lease.Holder, Token);
        account.Run(TimeSpan.FromMinutes(3));
        AssertUntouched(account);
        Limit(account, Pods + 1);
        account.Settle();
        Assert.Equal(ReleaseStatus.Verified, account.Release("development").Status);
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void What_another_release_takes_meanwhile_is_waited_for_as_long_as_it_is_under_way()
    {
        using var account = Start("capacity: {within: 2m}\n  strategy: canary ");
        Limit(account, Pods + 4);
        account.Push("cv-hub-web");
        account.RunUntil(() => account.Slipway.Account.Cluster.Canaries.Count > 0);
        account.Push("cv-hub-api");
        account.Run(TimeSpan.FromMinutes(6));

        var (web, api) = (Of(account, "cv-hub-web"), Of(account, "cv-hub-api"));
        Assert.Matches($"^cv-hub: .+ api.* needs [34] pods; the quota compute has [23] pods left of 12 pods, while {web.Id} is under way[.]$", api.Verdict?.Reason);
        account.Settle();
        Assert.Equal((ReleaseStatus.Verified, ReleaseStatus.Verified), (Of(account, "cv-hub-web").Status, Of(account, "cv-hub-api").Status));
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void Without_the_right_to_list_quotas_the_release_goes_on_and_says_so()
    {
        using var account = Start();
        Limit(account, Pods);
        account.Slipway.Account.Quotas.Forbid(Cluster);
        account.Push("cv-hub-api");
        account.Settle();

        var release = account.Release("development");
        Assert.Equal(ReleaseStatus.Verified, release.Status);
        Assert.Equal("Slipway may not list resourcequotas in cv-hub: not asked.", release.Verdicts.Last(verdict => verdict.Rule == "capacity").Reason);
    }

    [Fact]
    public void A_cluster_that_cannot_be_asked_is_waited_for()
    {
        using var account = Start();
        account.Slipway.Account.Quotas.SetReachable(Cluster, false);
        account.Push("cv-hub-api");
        account.Run(TimeSpan.FromMinutes(10));
        AssertUntouched(account);
        Assert.StartsWith($"The cluster {Cluster} does not answer in time (", account.Release("development").Verdict?.Reason, StringComparison.Ordinal);

        account.Slipway.Account.Quotas.SetReachable(Cluster, true);
        account.Settle();
        Assert.Equal(ReleaseStatus.Verified, account.Release("development").Status);
        account.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("fixed", ReleaseStatus.Rejected)]
    [InlineData("grow", ReleaseStatus.RolledBack)]
    public void On_nodes_that_do_not_grow_pods_must_fit_before_anything_begins(string nodes, ReleaseStatus end)
    {
        using var account = new Account("ode", manifest: text => text.Replace("  strategy: rolling ", $"  capacity: {{nodes: {nodes}, within: 5m}}\n  strategy: rolling ", StringComparison.Ordinal));
        var workload = account.Workload("production", "worker");
        var pods = account.Slipway.Account.Cluster.Workloads.Where(other => other.Cluster == workload.Cluster).Sum(other => account.Slipway.Account.Cluster.Pods(other).Count);
        account.Slipway.Account.Cluster.SetCapacity(workload.Cluster, pods);
        account.Push("ode-worker");
        account.Settle();

        var release = account.Release("production");
        Assert.Equal(end, release.Status);
        if (end == ReleaseStatus.Rejected)
        {
            Assert.StartsWith("ode: replacing worker needs a node for 1 pod of 250m CPU and 256 MiB, and the nodes there are have room for 0, after 5 min", release.Reason, StringComparison.Ordinal);
            Assert.Empty(account.Slipway.Account.Databases.Snapshots);
        }

        account.AssertNothingIsLeft();
    }

    [Fact]
    public void An_environment_may_say_how_long_room_is_waited_for()
    {
        using var account = new Account(manifest: text => text.Replace("      rollout:\n        verify:", "      rollout:\n        capacity: {within: 2m}\n        verify:", StringComparison.Ordinal));
        Limit(account, Pods);
        account.Push("cv-hub-api");
        account.Settle();
        Assert.EndsWith("after 2 min; at most 2 min are waited for room.", account.Release("development").Reason, StringComparison.Ordinal);
    }

    private static Account Start(string strategy = "strategy: rolling ") => new(manifest: text => text.Replace("strategy: rolling ", strategy, StringComparison.Ordinal));

    private static Release Of(Account account, string repository) => account.Releases.Single(release => release.Environment.Value == "development" && release.Push.Image.Repository == repository);

    private static void Limit(Account account, int pods) => account.Slipway.Account.Quotas.Set(Cluster, "cv-hub", "compute", ("pods", pods));

    private static void AssertUntouched(Account account)
    {
        var release = account.Release("development");
        Assert.True(release.Status == ReleaseStatus.Rejected || (release.Status, release.Verdict?.Rule) == (ReleaseStatus.Waiting, "capacity"), $"{release.Status}: {release.Verdict?.Reason}");
        Assert.Empty(account.Slipway.Account.Databases.Snapshots);
        Assert.Empty(account.Slipway.Account.Jobs.Started);
        Assert.Empty(account.Slipway.Account.Cluster.Canaries);
        Assert.Empty(account.Slipway.Memory.Leases.Held);
        Assert.Empty(account.Changed);
    }
}
