using Slipway.Domain;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Snapshots;
using static Slipway.Domain.Releases.VerdictKind;

namespace Slipway.Tests.Shared.Domain.Rollouts;

public sealed class WayBackRuleTests
{
    [Theory]
    [InlineData(Reversibility.ExpandContract, false, true, false, Pass, "No migration was begun: api goes back.")]
    [InlineData(Reversibility.Irreversible, false, true, false, Pass, "No migration was begun: api goes back.")]
    [InlineData(Reversibility.Irreversible, false, false, false, Pass, "Nothing was changed.")]
    [InlineData(Reversibility.Reversible, true, true, true, Pass, "The migration is reversible: api goes back, then migrate-down takes the schema back.")]
    [InlineData(Reversibility.Reversible, true, true, false, Pass, "The schema stays, which the previous code knows how to use: api goes back.")]
    [InlineData(Reversibility.Reversible, true, false, true, Pass, "No workload was changed: the schema stays as the migration left it.")]
    [InlineData(Reversibility.ExpandContract, true, true, false, Pass, "The schema stays, which the previous code knows how to use: api goes back.")]
    [InlineData(Reversibility.ExpandContract, true, false, false, Pass, "No workload was changed: the schema stays as the migration left it.")]
    [InlineData(Reversibility.Irreversible, true, true, false, Refuse, "The migration (migrate) is irreversible, and the previous code does not know its schema: the code stays as it is until a person has looked.")]
    [InlineData(Reversibility.Irreversible, true, false, false, Refuse, "The migration (migrate) is irreversible, and the previous code does not know its schema: the code stays as it is until a person has looked.")]
    public void What_a_release_declares_of_its_migration_decides_its_way_back(Reversibility reversibility, bool migrated, bool changed, bool reverts, VerdictKind kind, string reason) =>
        Assert.Equal(new Answer(kind, reason), WayBackRule.Decide(new(reversibility, migrated ? ["migrate"] : [], changed ? ["api"] : [], reverts ? ["migrate-down"] : [])));

    [Fact]
    public void What_another_hand_changed_stands_where_the_manifest_lets_it_whatever_was_migrated() => Assert.Equal(
        Answer.Refuse("The manifest lets stand what another hand changed on api: nothing is brought back. slipway retry or rollback says what becomes of it, slipway unfreeze lets the environment go on."),
        WayBackRule.Decide(new(Reversibility.Reversible, ["migrate"], ["api"], ["migrate-down"]) { Yielding = ["api"] }));

    [Theory]
    [InlineData(true, Refuse, "The migration of shop-api-1 is irreversible, and what was last good, before it, does not know its schema: the code stays as it is until a person has looked.")]
    [InlineData(false, Pass, "Nothing was changed.")]
    public void Nothing_goes_back_past_the_irreversible_migration_of_a_release_before_it(bool changed, VerdictKind kind, string reason) =>
        Assert.Equal(new Answer(kind, reason), WayBackRule.Decide(new(Reversibility.ExpandContract, [], changed ? ["api"] : [], []) { Barrier = new("shop-api-1") }));

    [Theory]
    [InlineData(null, null)]
    [InlineData("reversible", Reversibility.Reversible)]
    [InlineData("expand-contract", Reversibility.ExpandContract)]
    [InlineData(" irreversible ", Reversibility.Irreversible)]
    public void An_image_declares_by_its_label(string? label, Reversibility? reversibility) => Assert.Equal(reversibility, Reversibilities.Parse(label));

    [Fact]
    public void A_label_that_says_something_else_is_not_guessed_at() => Assert.Equal(
        "The image's label slipway.migration says 'maybe': write reversible, expand-contract, irreversible.",
        Assert.Throws<RejectedException>(() => Reversibilities.Parse("maybe")).Message);

    [Fact]
    public void The_plan_to_restore_names_the_snapshot_and_every_step()
    {
        var release = Any.Release() with
        {
            Snapshots = [new("slipway-1", new(Any.Location, "shop-db", false), SnapshotStatus.Available, 100, Any.Time)],
            Services = [Any.Change() with { Previous = Any.Image('b'), ChangedAt = Any.Time }],
        };

        Assert.Equal(
            [
                "Restore the snapshot slipway-1 of shop-db in us-east-1 to a new instance shop-db-restored, with the subnet group and the security groups of shop-db.",
                "Let the secret with the database's address name shop-db-restored.",
                "Ask for the images before: api on bbbbbbbbbbbb; and restart every service that uses the database, for secrets are read at the start.",
                "Lift the freeze of shop/production when it serves: slipway unfreeze shop/production.",
            ],
            RestorePlan.Of(release));
        Assert.StartsWith("No snapshot was made before this release", RestorePlan.Of(release with { Snapshots = [] })[0], StringComparison.Ordinal);
    }
}
