namespace Slipway.Tests.Cli;

public sealed class HelpTests
{
    [Theory]
    [InlineData("")]
    [InlineData("--help")]
    public async Task Slipway_alone_explains_itself_on_one_screen(string words)
    {
        using var shell = new Shell();

        var said = await shell.SaysAsync(words.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(0, said.Code);
        Assert.True(said.Lines.Count <= 24, said.Out);
        Assert.All(said.Lines, line => Assert.True(line.Length <= 80, line));
        Assert.Contains("slipway run --image crashloop", said.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("push")]
    [InlineData("releases")]
    [InlineData("show")]
    [InlineData("replay")]
    [InlineData("invoke")]
    [InlineData("validate")]
    [InlineData("asl")]
    [InlineData("asl run")]
    [InlineData("asl test")]
    public async Task Every_command_teaches_examples_and_exit_codes(string command)
    {
        using var shell = new Shell();

        var said = await shell.SaysAsync([.. command.Split(' '), "--help"]);

        Assert.Equal(0, said.Code);
        Assert.Contains($"slipway {command}", said.Out, StringComparison.Ordinal);
        Assert.Contains("Examples", said.Out, StringComparison.Ordinal);
        Assert.Contains("Exit codes", said.Out, StringComparison.Ordinal);
        Assert.All(said.Lines, line => Assert.True(line.Length <= 80, line));
    }
}
