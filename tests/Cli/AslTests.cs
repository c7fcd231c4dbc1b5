namespace Slipway.Tests.Cli;

public sealed class AslTests
{
    private const string Machine = """
        StartAt: Wait
        States:
          Wait: {Type: Wait, Seconds: 86400, Next: Ask}
          Ask: {Type: Task, Resource: "${Ask}", End: true}
        """;

    [Fact]
    public async Task A_definition_runs_with_its_tasks_mocked()
    {
        using var shell = new Shell();
        shell.Write("machine.yaml", Machine);
        shell.Write("mocks.yaml", "Ask:\n  - Return: {answer: 42}\n");
        shell.Write("input.json", "{}");

        var said = await shell.SaysAsync("asl", "run", "machine.yaml", "--input", "input.json", "--mock", "mocks.yaml", "--history");

        Assert.Equal(0, said.Code);
        Assert.Contains("SUCCEEDED after 24 h", said.Out, StringComparison.Ordinal);
        Assert.Contains("TaskStateEntered", said.Out, StringComparison.Ordinal);
        Assert.Contains("\"answer\": 42", said.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_execution_that_fails_says_why()
    {
        using var shell = new Shell();
        shell.Write("machine.yaml", Machine);

        var said = await shell.SaysAsync("asl", "run", "machine.yaml", "--json");

        Assert.Equal(4, said.Code);
        Assert.Equal("FAILED", said.Json.GetProperty("status").GetString());
        Assert.Contains("no mock answers", said.Json.GetProperty("cause").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recorded_cases_are_counted_and_the_failures_named()
    {
        using var shell = new Shell();
        Directory.CreateDirectory(Path.Combine(shell.Folder, "cases"));
        shell.Write("cases/broken.jsonl", "{}\n");

        var (human, program) = (await shell.SaysAsync("asl", "test", "cases"), await shell.SaysAsync("asl", "test", "cases", "--json"));

        Assert.Equal((6, 6), (human.Code, program.Code));
        Assert.EndsWith("0 passed, 1 failed, 0 skipped\n", human.Out, StringComparison.Ordinal);
        Assert.StartsWith("{\"passed\":0,\"failed\":1,\"skipped\":0,\"failures\":[{\"id\":\"broken.jsonl:1\",\"expected\":", program.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_recordings_of_AWS_all_pass()
    {
        using var shell = new Shell();

        var said = await shell.SaysAsync("asl", "test", Repository.Shared("asl-cases"), "--json");

        Assert.Equal((0, 0), (said.Code, said.Json.GetProperty("failed").GetInt32()));
    }
}
