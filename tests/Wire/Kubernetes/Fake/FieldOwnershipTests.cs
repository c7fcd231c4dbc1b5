using System.Text.Json.Nodes;

namespace Slipway.Tests.Wire.Kubernetes.Fake;

/// <summary>The fake's server-side apply against the rules of the Kubernetes documentation, which the adapters are built on.</summary>
public sealed class FieldOwnershipTests
{
    private readonly FieldOwnership _ownership = new();
    private readonly JsonObject _live = Json("""{"metadata":{"name":"api"},"spec":{"replicas":3,"containers":[{"name":"api","image":"a"},{"name":"proxy","image":"p"}]}}""");

    public FieldOwnershipTests() => _ownership.Wrote("helm", [], _live);

    [Fact]
    public void A_field_of_another_manager_conflicts_unless_it_is_forced()
    {
        var applied = Json("""{"spec":{"replicas":5}}""");
        Assert.Equal(["spec.replicas"], _ownership.Conflicts("slipway", _live, applied));

        _ownership.Apply("slipway", _live, applied);

        Assert.Equal(5, (int)_live["spec"]!["replicas"]!);
        Assert.Empty(_ownership.Conflicts("slipway", _live, Json("""{"spec":{"replicas":6}}""")));
    }

    [Fact]
    public void Named_items_of_a_list_are_merged_by_name()
    {
        _ownership.Apply("slipway", _live, Json("""{"spec":{"containers":[{"name":"proxy","image":"q"}]}}"""));

        Assert.Equal("""[{"name":"api","image":"a"},{"name":"proxy","image":"q"}]""", _live["spec"]!["containers"]!.ToJsonString());
    }

    [Fact]
    public void What_a_later_apply_of_the_same_manager_leaves_out_is_removed()
    {
        _ownership.Apply("slipway", _live, Json("""{"metadata":{"annotations":{"one":"1","two":"2"}}}"""));
        _ownership.Apply("slipway", _live, Json("""{"metadata":{"annotations":{"two":"2"}}}"""));

        Assert.Equal("""{"two":"2"}""", _live["metadata"]!["annotations"]!.ToJsonString());
    }

    [Fact]
    public void What_another_manager_applied_as_well_stays()
    {
        _ownership.Apply("slipway", _live, Json("""{"metadata":{"annotations":{"one":"1"}}}"""));
        _ownership.Apply("slipway-restart", _live, Json("""{"metadata":{"annotations":{"one":"1"}}}"""));
        _ownership.Apply("slipway", _live, Json("""{"metadata":{"annotations":{"two":"2"}}}"""));

        Assert.Equal("""{"one":"1","two":"2"}""", _live["metadata"]!["annotations"]!.ToJsonString());
    }

    [Fact]
    public void An_image_that_its_only_manager_leaves_out_is_gone_and_its_container_stays_the_others()
    {
        _ownership.Apply("slipway", _live, Json("""{"spec":{"containers":[{"name":"api","image":"b"}]}}"""));
        _ownership.Apply("slipway", _live, Json("""{"spec":{"containers":[{"name":"proxy","image":"q"}]}}"""));

        Assert.Equal("""[{"name":"api"},{"name":"proxy","image":"q"}]""", _live["spec"]!["containers"]!.ToJsonString());
    }

    private static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();
}
