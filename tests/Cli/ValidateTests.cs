namespace Slipway.Tests.Cli;

public sealed class ValidateTests
{
    [Fact]
    public async Task What_is_in_the_repository_is_right()
    {
        using var shell = new Shell();

        var said = await shell.SaysAsync("validate");

        Assert.True(said.Code == 0, said.Out);
    }

    [Fact]
    public async Task Every_mistake_is_told_with_file_and_line()
    {
        using var shell = new Shell();
        var manifest = shell.Write("mine.yaml", "apiVersion: slipway/v1\nkind: System\nmetadata: {name: mine}\nregon: x\n");
        var machine = shell.Write("machine.asl.yaml", "StartAt: A\nStates:\n  A:\n    Type: Pass\n    Next: B\n");

        var said = await shell.SaysAsync("validate", manifest, machine, "--json");

        Assert.Equal(7, said.Code);
        var found = said.Json.EnumerateArray().Select(finding => $"{finding.GetProperty("file").GetString()}:{finding.GetProperty("line").GetInt32()}").ToList();
        Assert.Contains("mine.yaml:4", found);
        Assert.Contains("machine.asl.yaml:5", found);
        Assert.StartsWith("mine.yaml:", (await shell.SaysAsync("validate", manifest)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_is_checked_with_its_state_machines()
    {
        using var shell = new Shell();
        var path = Path.Combine(shell.Folder, "src", "StateMachines", "rollout.asl.yaml");
        File.WriteAllText(path, File.ReadAllText(path).Replace("Type: Choice", "Type: Choise", StringComparison.Ordinal));

        var said = await shell.SaysAsync("validate");

        Assert.Equal(7, said.Code);
        Assert.Contains("src/StateMachines/rollout.asl.yaml:", said.Out, StringComparison.Ordinal);
    }
}
