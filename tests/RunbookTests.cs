using System.Text.RegularExpressions;
using Slipway.Tests.Cli;

namespace Slipway.Tests;

/// <summary>What people read at night is there, and its commands are commands.</summary>
public sealed partial class RunbookTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "runbooks");

    public static TheoryData<string> Commands =>
        [.. Directory.GetFiles(Folder, "*.md").SelectMany(file => Spans().Matches(File.ReadAllText(file))).Select(span => Whitespace().Replace(span.Groups["command"].Value, " ")).Distinct().Order(StringComparer.Ordinal)];

    [Theory]
    [Trait("Requirement", "CVH-60")]
    [Trait("Requirement", "DGT-99")]
    [InlineData("deployment")]
    [InlineData("rollback")]
    [InlineData("scaling")]
    [InlineData("incident-response")]
    public void There_is_a_runbook_for_it(string name)
    {
        Assert.Matches(Spans(), File.ReadAllText(Path.Combine(Folder, $"{name}.md")));
        Assert.Contains($"docs/runbooks/{name}.md", File.ReadAllText(Path.Combine(Repository.Root, "README.md")), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_in_a_runbook_is_one_with_options_that_it_has(string command)
    {
        using var shell = new Shell();
        var words = command.Split(' ');
        var help = await shell.SaysAsync([.. words.Skip(1).TakeWhile(word => word.All(char.IsAsciiLetterLower)), "--help"]);

        Assert.True(help.Code == 0, help.Error);
        Assert.All(words.Where(word => word.StartsWith("--", StringComparison.Ordinal)), option => Assert.Contains($"{option} ", help.Text, StringComparison.Ordinal));
    }

    [GeneratedRegex("`(?<command>slipway [^`]+)`")]
    private static partial Regex Spans();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
