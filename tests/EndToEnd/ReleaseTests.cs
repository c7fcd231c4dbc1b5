using Slipway.Domain.Releases;
using Slipway.Local.Account;

namespace Slipway.Tests.EndToEnd;

public sealed class ReleaseTests
{
    [Fact]
    [Trait("Requirement", "CVH-34")]
    [Trait("Requirement", "ODE-26")]
    [Trait("Requirement", "ACP-20")]
    [Trait("Requirement", "DGT-33")]
    [Trait("Requirement", "ACP-26")]
    [Trait("Requirement", "CVH-38")]
    [Trait("Requirement", "ODE-18")]
    [Trait("Requirement", "ODE-29")]
    public void A_pushed_image_is_verified_in_every_environment_in_turn()
    {
        using var account = new Account();
        var image = account.Push("cv-hub-api");

        account.Settle();

        Assert.Equal(ReleaseStatus.Verified, account.Release("development").Status);
        Assert.Equal(ReleaseStatus.Verified, account.Release("production").Status);
        Assert.True(account.Release("production").Entered(ReleaseStatus.Waiting) >= account.Release("development").Entered(ReleaseStatus.Verified));
        Assert.All(account.Serving(account.Workload("production", "api")), digest => Assert.Equal(image.Digest, digest));
        Assert.Equal(["cv-hub-cluster/cv-hub-api", "cv-hub-dev-cluster/cv-hub-api"], account.Changed.Order());
        account.AssertNothingIsLeft();
    }

    [Fact]
    [Trait("Requirement", "DGT-23")]
    public async Task A_verified_image_and_the_one_before_it_are_kept_from_the_lifecycle_rules()
    {
        using var account = new Account();
        var first = account.Push("cv-hub-api");
        account.Settle();
        account.Slipway.Account.Registry.Remove(first);
        Assert.Contains("slipway-cv-hub-production-api", (await account.Slipway.Account.Registry.FindAsync(first, TestContext.Current.CancellationToken))?.Tags ?? []);

        account.Push("cv-hub-api", tag: "5a6b7c8");
        account.Settle();
        account.Slipway.Account.Registry.Remove(first);
        Assert.NotNull(await account.Slipway.Account.Registry.FindAsync(first, TestContext.Current.CancellationToken));

        account.Push("cv-hub-api", tag: "6b7c8d9");
        account.Settle();
        account.Slipway.Account.Registry.Remove(first);

        Assert.Null(await account.Slipway.Account.Registry.FindAsync(first, TestContext.Current.CancellationToken));
        Assert.All(account.Releases, release => Assert.Equal(ReleaseStatus.Verified, release.Status));
        Assert.Equal(3, account.Slipway.Memory.Pushes.All.Count);
    }

    [Fact]
    public async Task An_environment_that_pulls_from_its_own_registry_gets_the_image_there_by_digest()
    {
        const string Production = "222233334444.dkr.ecr.eu-central-1.amazonaws.com";
        using var account = new Account(manifest: text => text.Replace("promoteFrom: development", $"promoteFrom: development\n    registry: {Production}", StringComparison.Ordinal));
        var image = account.Push("cv-hub-api");

        account.Settle();

        var running = await account.Slipway.Account.Cluster.ReadAsync(account.Workload("production", "api"), TestContext.Current.CancellationToken);
        Assert.Equal(image with { Registry = Production }, running.Image);
        Assert.Equal(running.Image, account.Slipway.Memory.LastKnownGoods.All.Single(good => good.Environment.Value == "production").Image);
        Assert.Equal(ReleaseStatus.Verified, account.Release("production").Status);
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void Programs_hear_how_a_release_ended()
    {
        using var account = new Account();
        account.Push("cv-hub-api");

        account.Settle();

        Assert.Equal(["development Verified", "production Verified"], account.Slipway.Account.ReleaseEvents.Sent.Select(ended => $"{ended.Environment} {ended.Status}"));
    }

    [Fact]
    [Trait("Requirement", "CVH-42")]
    [Trait("Requirement", "ACP-44")]
    public void No_workload_changes_before_its_snapshot_is_available_and_its_migration_succeeded()
    {
        using var account = new Account();
        account.Push("cv-hub-api");

        account.Settle();

        Assert.All(account.Releases, release =>
        {
            var snapshot = Assert.Single(release.Snapshots);
            Assert.True(snapshot.AvailableAt <= release.Entered(ReleaseStatus.Migrating));
            Assert.True(release.Services[0].ChangedAt >= release.Entered(ReleaseStatus.Migrating));
            Assert.Equal(release.Id.Value, account.Slipway.Account.Databases.TagsOf(snapshot.Id)["slipway:release"]);
        });
    }

    [Fact]
    [Trait("Requirement", "CVH-39")]
    public void Services_of_one_image_change_in_the_order_of_their_dependencies()
    {
        using var account = new Account(manifest: text => text.Replace("image: {repository: cv-hub-worker}", "image: {repository: cv-hub-api}", StringComparison.Ordinal));
        account.Push("cv-hub-api");

        account.Settle();

        var release = account.Release("production");
        Assert.Equal(["api", "worker"], release.Services.Select(change => change.Service.Value));
        Assert.True(release.Services[0].ChangedAt < release.Services[1].ChangedAt);
        Assert.Equal(ReleaseStatus.Verified, release.Status);
    }

    [Fact]
    public void Services_of_one_image_go_back_together()
    {
        using var account = new Account(manifest: text => text.Replace("image: {repository: cv-hub-worker}", "image: {repository: cv-hub-api}", StringComparison.Ordinal));
        account.Push("cv-hub-api", ImageBehaviour.Unhealthy);

        account.Settle();

        Assert.Equal(2, account.Release("development").ChangedServices.Count());
        Assert.Empty(account.Changed);
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void A_rollback_returns_to_the_last_verified_digest()
    {
        using var account = new Account();
        var good = account.Push("cv-hub-api", tag: "1111111");
        account.Settle();
        account.Push("cv-hub-api", ImageBehaviour.Errors, tag: "2222222");

        account.Settle();

        Assert.All(account.Serving(account.Workload("development", "api")), digest => Assert.Equal(good.Digest, digest));
        Assert.All(account.Slipway.Memory.LastKnownGoods.All, known => Assert.Equal(good.Digest, known.Image.Digest));
    }

    [Fact]
    public void Every_verdict_of_a_release_is_the_same_when_it_is_asked_again()
    {
        using var account = new Account();
        account.Push("cv-hub-api", ImageBehaviour.Errors);

        account.Settle();

        Assert.All(account.Releases.SelectMany(release => release.Verdicts), verdict => Assert.Equal((verdict.Kind, verdict.Reason), (Rules.Replay(verdict)!.Kind, Rules.Replay(verdict)!.Reason)));
    }
}
