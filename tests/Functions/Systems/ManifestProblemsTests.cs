using System.Text;
using Slipway.Domain;

namespace Slipway.Tests.Functions.Systems;

/// <summary>What is told of a manifest as a whole: broken text, many mistakes at once, aliases, limits.</summary>
public sealed class ManifestProblemsTests
{
    [Fact]
    public void The_sample_that_the_cases_break_is_right() => Assert.Empty(Sample.Problems(Sample.Text));

    [Fact]
    public void Every_mistake_is_told_at_once_in_the_order_of_the_lines()
    {
        var text = Sample.Text
            .Replace("region: us-east-1", "regoin: us-east-1", StringComparison.Ordinal)
            .Replace("promoteFrom: staging", "promoteFrom: stagin", StringComparison.Ordinal)
            .Replace("replicas: {min: 2, desired: 3, max: 6}", "replicas: {min: 9, desired: 3, max: 6}", StringComparison.Ordinal)
            .Replace("queue: jobs", "queue: job", StringComparison.Ordinal)
            .Replace("bake: 5m", "bake: soon", StringComparison.Ordinal)
            .Replace("critical: [oncall]", "critical: [nobody]", StringComparison.Ordinal);

        Assert.Equal(
            [
                "shop.yaml:4: regoin: unknown key; did you mean 'region'?",
                "shop.yaml:14: environments.production.promoteFrom: environments has no 'stagin'; did you mean 'staging'?",
                "shop.yaml:20: services.api.replicas.min: is 9, more than max, which is 6; write at most 6",
                "shop.yaml:28: services.worker.scaling.metrics[0].queue: queues has no 'job'; did you mean 'jobs'?",
                "shop.yaml:39: rollout.verify.bake: write a duration such as 30s, 10m or 24h instead of 'soon'",
                "shop.yaml:59: notifications.routes.critical[0]: notifications.channels has no 'nobody'; it has oncall",
            ],
            Sample.Problems(text));
    }

    [Fact]
    public void A_mistake_that_only_an_override_makes_is_told_where_the_override_stands() =>
        Assert.Equal(
            ["shop.yaml:11: environments.staging.overrides.services.api.replicas.min: is 8, more than max, which is 6; write at most 6"],
            Sample.Problems(Sample.With("      databases:\n        main: {identifier: shop-staging}", "      databases: {main: {identifier: shop-staging}}\n      services: {api: {replicas: {min: 8}}}")));

    [Theory]
    [InlineData("", "shop.yaml:1: manifest: write a map that begins with apiVersion: slipway/v1 and kind: System instead of nothing")]
    [InlineData("# nothing yet\n", "shop.yaml:1: manifest: write a map that begins with apiVersion: slipway/v1 and kind: System instead of nothing")]
    [InlineData("- a\n- b\n", "shop.yaml:1: manifest: write a map that begins with apiVersion: slipway/v1 and kind: System instead of a list")]
    [InlineData("hello", "shop.yaml:1: manifest: write a map that begins with apiVersion: slipway/v1 and kind: System instead of 'hello'")]
    [InlineData("kind: System\n\tregion: us-east-1\n", "shop.yaml:2: manifest: YAML takes no tabs for indentation; write spaces")]
    [InlineData("kind: System\nservices: {api: {kind: Deployment\n", "shop.yaml:2: manifest: is not readable as YAML: While parsing a flow mapping, did not find expected ',' or '}'; mend it here or just above")]
    [InlineData("kind: System\nkind: System: x\n", "shop.yaml:2: manifest: is not readable as YAML: While scanning a plain scalar value, found invalid mapping; mend it here or just above")]
    [InlineData("kind: \"System\nregion: x\n", "shop.yaml:1: manifest: is not readable as YAML: While scanning a multi-line double-quoted scalar, found wrong indentation; mend it here or just above")]
    [InlineData("kind: System\n---\nkind: System\n", "shop.yaml:2: manifest: is not readable as YAML: a second document begins; mend it here or just above")]
    [InlineData("kind: *system\n", "shop.yaml:1: manifest: is not readable as YAML: *system stands for nothing: no &system comes before it; mend it here or just above")]
    [InlineData("services:\n- [\na]\n", "shop.yaml:3: manifest: is not readable as YAML: a value was expected, indented deeper than what it belongs to; mend it here or just above")]
    [InlineData("kind: !!]\n", "shop.yaml:1: manifest: is not readable as YAML: a value was expected, indented deeper than what it belongs to; mend it here or just above")]
    [InlineData("? [a, b]\n: c\n", "shop.yaml:1: manifest: is not readable as YAML: a key is a word, not a list or a map; mend it here or just above")]
    public void A_text_that_is_no_manifest_is_one_problem_with_its_line(string text, string problem) =>
        Assert.Equal([problem], Sample.Problems(text));

    [Fact]
    public void Keys_that_stand_twice_are_all_told() =>
        Assert.Equal(
            [
                "shop.yaml:5: region: stands here twice, first on line 4; remove one or rename it",
                "shop.yaml:22: services.api: stands here twice, first on line 18; remove one or rename it",
            ],
            Sample.Problems(Sample.Text
                .Replace("region: us-east-1", "region: us-east-1\nregion: us-east-1", StringComparison.Ordinal)
                .Replace("  worker:\n", "  api: {}\n  worker:\n", StringComparison.Ordinal)));

    [Fact]
    public void Anchors_aliases_and_merge_keys_read_as_if_written_out()
    {
        var text = Sample.Text
            .Replace("    replicas: {min: 2, desired: 3, max: 6}", "    replicas: &size {min: 2, desired: 3, max: 6}", StringComparison.Ordinal)
            .Replace("    replicas: {min: 1, max: 4}", "    replicas: {<<: *size, min: 1}", StringComparison.Ordinal);

        var services = Sample.Load(text).Require().Environments[0].Services;

        Assert.Equal(new(2, 3, 6), services[0].Replicas);
        Assert.Equal(new(1, 3, 6), services[1].Replicas);
    }

    [Fact]
    public void Aliases_that_multiply_and_lists_without_end_are_refused_instead_of_followed()
    {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 20; i++)
        {
            bomb.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}]\n");
        }

        Assert.Contains("more than 20000 values", Assert.Single(Sample.Problems(bomb.ToString())), StringComparison.Ordinal);
        Assert.Contains("more than 32 levels", Assert.Single(Sample.Problems("a: &a [*a]")), StringComparison.Ordinal);
        Assert.Contains("more than 32 levels", Assert.Single(Sample.Problems("? &a {? *a : 1}\n: 1")), StringComparison.Ordinal);
        Assert.Contains("more than 32 levels", Assert.Single(Sample.Problems($"a: {new string('[', 5000)}{new string(']', 5000)}")), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_cannot_go_on_without_the_manifest_is_told_all_its_problems()
    {
        var refused = Assert.Throws<RejectedException>(() => Sample.Load("kind: Sytem\n").Require());

        Assert.Contains("shop.yaml:1: kind: write 'System' instead of 'Sytem'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("services: missing", refused.Message, StringComparison.Ordinal);
    }
}
