using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Domain.Snapshots;
using Slipway.Functions.Images;

namespace Slipway.Benchmarks.Interleavings;

/// <summary>What schedules and operators do beside the releases: sweeps of the registries, snapshots by hand, and the tidying of snapshots.</summary>
internal sealed class Housekeeping(Stage stage, Oracle oracle)
{
    private int _made;

    public SweepRound Sweep() => JsonSerializer.Deserialize<SweepRound>(stage.Insist("SweepRegistries", "{}")!, JsonSerializerOptions.Web)!;

    public void Tidy() => stage.Insist(
        "TidySnapshots",
        new JsonObject { ["system"] = Shop.Name.Value, ["environment"] = stage.Any(Shop.WithSnapshots).Value }.ToJsonString());

    /// <summary>A snapshot that is none of Slipway's, however much its tags may look so; the database may be busy.</summary>
    public void MakeSnapshot()
    {
        var environment = stage.Installation.Systems[0].Environment(stage.Any(Shop.WithSnapshots));
        var (id, address) = ($"by-hand-{_made++}", DatabaseAddress.Of(environment, environment.Databases[0]));
        var tags = new Dictionary<string, string> { ["owner"] = "ops" };
        if (stage.Chance(0.5))
        {
            (tags[KeptSnapshot.SystemTag], tags[KeptSnapshot.EnvironmentTag]) = (Shop.Name.Value, environment.Name.Value);
        }

        if (stage.Installation.Account.Databases.CreateSnapshotAsync(address, id, tags, CancellationToken.None).Result)
        {
            oracle.MadeByHand(id);
        }
    }
}
