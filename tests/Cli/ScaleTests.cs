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

    [Fact]
    public async Task A_load_is_replayed_under_every_policy_of_a_file_and_drawn()
    {
        using var shell = new Shell();
        shell.Write("replay.yaml", "replicas: {min: 1, desired: 2, max: 9}\npolicies:\n  drain: {wait: [30s, 2m]}\n  keda: {target: 2}\n  hpa: {target: 5, as: total}\n  ecs-target-tracking: {target: 3}\n");
        shell.Write("load.csv", "seconds,arrivals\n0,20\n60,90\n120,0\n");

        var human = await shell.SaysAsync("scale", "replay", "--policy", "replay.yaml", "--trace", "load.csv", "--plot", "load.svg");
        var program = await shell.SaysAsync("scale", "replay", "--policy", "replay.yaml", "--trace", "load.csv", "--json");

        Assert.Equal((0, 0), (human.Code, program.Code));
        Assert.StartsWith("110 jobs of 0.06 hours of work", human.Out, StringComparison.Ordinal);
        Assert.Equal(["drain 30", "drain 120", "keda 2", "hpa 5", "ecs-target-tracking 3"], program.Json.GetProperty("policies").EnumerateArray().Select(row => $"{row.GetProperty("policy")} {row.GetProperty("knob")}"));
        Assert.All(program.Json.GetProperty("policies").EnumerateArray(), row => Assert.True(row.GetProperty("replicaHours").GetDouble() * 3600 >= 220));
        Assert.Contains("<svg", await File.ReadAllTextAsync(Path.Combine(shell.Folder, "load.svg"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_is_replayed_with_its_own_rules_beside_the_others()
    {
        using var shell = new Shell();
        shell.Write("load.csv", "seconds,arrivals\n0,20\n60,9000\n300,0\n");

        var ode = await shell.SaysAsync("scale", "replay", "--policy", "systems/ode.yaml", "--trace", "load.csv", "--json");
        var unknown = await shell.SaysAsync("scale", "replay", "--policy", "systems/ode.yaml", "--service", "workers", "--trace", "load.csv");
        var none = await shell.SaysAsync("scale", "replay", "--policy", "systems/dougust.yaml", "--trace", "load.csv");

        Assert.Equal(["hpa 100", "drain 60", "keda 10", "ecs-target-tracking 10"], ode.Json.GetProperty("policies").EnumerateArray().Select(row => $"{row.GetProperty("policy")} {row.GetProperty("knob")}"));
        Assert.Equal((7, "slipway: ode has no service 'workers' that scales on one queue in production: did you mean 'worker'?"), (unknown.Code, unknown.Text));
        Assert.Equal((7, "slipway: dougust has no service that scales on one queue in production, and a load is that of one queue."), (none.Code, none.Text));
    }

    [Fact]
    public async Task The_example_of_the_documents_is_one_and_the_same_whenever_it_is_replayed()
    {
        using var shell = new Shell();
        string[] words = ["scale", "replay", "--policy", Path.Combine(Repository.Root, "docs", "replay.yaml"), "--trace", Path.Combine(Repository.Root, "docs", "load.csv")];

        var said = await shell.SaysAsync(words);

        Assert.Equal(0, said.Code);
        Assert.All(said.Out.Split('\n'), line => Assert.True(line.Length <= 80, line));
        Assert.Equal(said.Out, (await shell.SaysAsync(words)).Out);
    }

    [Theory]
    [InlineData("replicas: {min: 1, max: 9}\npolicies: {}\n", "replay.yaml:2: policies: is empty; write at least one policy, such as drain: {wait: 60s}")]
    [InlineData("replicas: {min: 4, max: 2}\npolicies: {drain: {wait: 60}}\n", "replay.yaml:1: replicas.min: is 4, more than max, which is 2; write at most 2 replay.yaml:2: policies.drain.wait: write a duration such as 30s, 10m or 24h")]
    [InlineData("policies: {keda: {target: 0}}\n", "replay.yaml:1: policies.keda.target: is 0; write more than 0 messages, such as 10 replay.yaml:1: replicas: missing; write replicas: {min: 2, max: 4}")]
    [InlineData("- a\n", "replay.yaml:1: manifest: write a map such as")]
    [InlineData("a: [\n", "replay.yaml:1: manifest: is not readable as YAML")]
    public async Task What_is_no_plan_of_a_replay_is_refused_with_its_line_and_what_to_write(string plan, string refusal)
    {
        using var shell = new Shell();
        shell.Write("replay.yaml", plan);
        shell.Write("load.csv", "seconds,arrivals\n0,20\n");

        var said = await shell.SaysAsync("scale", "replay", "--policy", "replay.yaml", "--trace", "load.csv");

        Assert.Equal(7, said.Code);
        Assert.StartsWith($"slipway: {refusal}", said.Text, StringComparison.Ordinal);
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
