namespace Slipway.Tests.Cli;

public sealed class ScaleTests
{
    /// <summary>The tables of the controller's own tests.</summary>
    [Theory]
    [InlineData("convert_with_rules", 5)]
    [InlineData("replica_calc_metric", 29)]
    [InlineData("scale_limits", 2)]
    [InlineData("scaling_with_rules", 40)]
    [InlineData("stabilize_behavior", 11)]
    [InlineData("stabilize_default", 5)]
    [InlineData("store_scale_events", 8)]
    public async Task The_cases_of_Kubernetes_all_pass(string cases, int count)
    {
        using var shell = new Shell();

        var said = await shell.SaysAsync("scale", "check", Path.Combine(Repository.Shared("hpa-cases"), $"{cases}.json"), "--json");

        Assert.Equal((0, count, 0), (said.Code, said.Json.GetProperty("passed").GetInt32(), said.Json.GetProperty("failed").GetInt32()));
    }

    [Fact]
    public async Task A_case_that_differs_is_told_with_what_was_expected()
    {
        using var shell = new Shell();
        shell.Write("cases.json", """{"cases":[{"name":"too many","current":3,"desired":9,"min":1,"max":5,"expected":9,"condition":"DesiredWithinRange"},{"name":"in range","current":3,"desired":4,"min":1,"max":5,"expected":4,"condition":"DesiredWithinRange"}]}""");

        var human = await shell.SaysAsync("scale", "check", "cases.json");
        var program = await shell.SaysAsync("scale", "check", "cases.json", "--json");

        Assert.Equal((6, 6), (human.Code, program.Code));
        Assert.Equal("too many\n  expected  9 DesiredWithinRange\n  actual    5 TooManyReplicas\n1 passed, 1 failed\n", human.Out);
        Assert.Equal("too many", program.Json.GetProperty("failures")[0].GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("[", "cases.json cannot be read as a case of an autoscaler")]
    [InlineData("""{"cases":[{"name":"x","levels":[1],"kind":"gpu","current":1,"target":1,"expected":1}]}""", "cases.json: 'x' cannot be read as a case of an autoscaler: 'gpu' is no kind of metric: pods, object, objectPerPod, external, externalPerPod.")]
    [InlineData("""{"cases":[{"name":"x","current":"3"}]}""", "cases.json: 'x' cannot be read as a case of an autoscaler")]
    public async Task What_is_no_case_is_refused_with_what_to_write(string text, string refusal)
    {
        using var shell = new Shell();
        shell.Write("cases.json", text);

        var said = await shell.SaysAsync("scale", "check", "cases.json");

        Assert.NotEqual(0, said.Code);
        Assert.StartsWith($"slipway: {refusal}", said.Text, StringComparison.Ordinal);
    }
}
