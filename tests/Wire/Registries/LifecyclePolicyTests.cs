using System.Text.Json.Nodes;
using Slipway.Aws.Registries.Ecr;
using Slipway.Domain;

namespace Slipway.Tests.Wire.Registries;

public sealed class LifecyclePolicyTests
{
    [Fact]
    public void The_rule_that_spares_comes_first_and_the_others_keep_their_order_and_the_numbers_that_are_free()
    {
        var policy = Policy((1, "untagged"), (2, "dev-"), (10, "v"), (99, "any"));

        Assert.Equal([(1, "slipway-"), (2, "untagged"), (3, "dev-"), (10, "v"), (99, "any")], Rules(LifecyclePolicy.Sparing(policy)!));
    }

    [Fact]
    public void Nothing_is_renumbered_where_the_first_place_is_free() =>
        Assert.Equal([(1, "slipway-"), (5, "v"), (6, "any")], Rules(LifecyclePolicy.Sparing(Policy((6, "any"), (5, "v")))!));

    [Fact]
    public void A_rule_that_is_in_its_place_already_is_left_alone() => Assert.Null(LifecyclePolicy.Sparing(LifecyclePolicy.Sparing(Policy((1, "v"), (2, "any")))!));

    [Fact]
    public void A_rule_that_was_moved_behind_another_comes_first_again()
    {
        var rules = JsonNode.Parse(LifecyclePolicy.Sparing(Policy((2, "v")))!)!["rules"]!.AsArray();
        rules[0]!["rulePriority"] = 7;
        Assert.Equal([(1, "slipway-"), (2, "v")], Rules(LifecyclePolicy.Sparing(new JsonObject { ["rules"] = rules.DeepClone() }.ToJsonString())!));
    }

    [Fact]
    public void A_rule_that_expires_what_is_protected_does_not_pass_for_the_one_that_spares()
    {
        var expiring = """{"rules":[{"rulePriority":1,"selection":{"tagStatus":"tagged","tagPrefixList":["slipway-"],"countType":"imageCountMoreThan","countNumber":3},"action":{"type":"expire"}}]}""";
        Assert.Equal([(1, "slipway-"), (2, "slipway-")], Rules(LifecyclePolicy.Sparing(expiring)!));
    }

    [Fact]
    public void What_else_a_rule_says_stays_as_it_is()
    {
        var sparing = JsonNode.Parse(LifecyclePolicy.Sparing("""{"rules":[{"rulePriority":3,"description":"é","selection":{"tagStatus":"any","countType":"sinceImagePushed","countUnit":"days","countNumber":14},"action":{"type":"expire"}}]}""")!)!;
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"rulePriority":3,"description":"é","selection":{"tagStatus":"any","countType":"sinceImagePushed","countUnit":"days","countNumber":14},"action":{"type":"expire"}}"""),
            sparing["rules"]![1]));
    }

    [Fact]
    public void A_policy_that_is_none_is_refused_in_a_sentence() =>
        Assert.StartsWith("The repository's lifecycle policy cannot be read:", Assert.Throws<RejectedException>(() => LifecyclePolicy.Sparing("<rules/>")).Message, StringComparison.Ordinal);

    private static string Policy(params (int Priority, string Matches)[] rules) => new JsonObject
    {
        ["rules"] = new JsonArray([.. rules.Select(rule => (JsonNode)new JsonObject
        {
            ["rulePriority"] = rule.Priority,
            ["selection"] = rule.Matches is "any" or "untagged"
                ? new JsonObject { ["tagStatus"] = rule.Matches }
                : new JsonObject { ["tagStatus"] = "tagged", ["tagPrefixList"] = new JsonArray(rule.Matches) },
        })]),
    }.ToJsonString();

    private static IEnumerable<(int, string)> Rules(string policy) => JsonNode.Parse(policy)!["rules"]!.AsArray().Select(rule =>
        ((int)rule!["rulePriority"]!, (string?)rule["selection"]!["tagPrefixList"]?[0] ?? (string)rule["selection"]!["tagStatus"]!));
}
