using Slipway.Domain;
using Slipway.Domain.Systems;
using Slipway.Domain.Systems.Reading;

namespace Slipway.Tests.Shared.Domain.Systems;

public sealed class ManifestReaderTests
{
    private static readonly ManifestText Source = new("shop.yaml", "");

    [Fact]
    public void What_is_no_map_is_one_problem_at_its_line() =>
        Assert.Equal(
            "shop.yaml:7: manifest: write a map that begins with apiVersion: slipway/v1 and kind: System instead of a list",
            Assert.Single(ManifestReader.Read(Source, new ListNode(7, "", [])).Problems).ToString());

    [Fact]
    public void An_empty_map_is_told_everything_that_it_needs() =>
        Assert.Equal(
            ["apiVersion", "environments", "kind", "metadata", "region", "services"],
            ManifestReader.Read(Source, new MapNode(1, "", [])).Problems.Select(problem => problem.Path));

    [Fact]
    public void A_refusal_without_a_problem_cannot_be_made() => Assert.Throws<ArgumentException>(() => ManifestReading.Refused([]));

    [Fact]
    public void A_refused_manifest_has_no_part_that_one_could_use()
    {
        var reading = ManifestReader.Read(Source, new MapNode(1, "", []));

        Assert.False(reading.Succeeded);
        Assert.Null(reading.Manifest);
        Assert.Throws<RejectedException>(reading.Require);
    }
}
