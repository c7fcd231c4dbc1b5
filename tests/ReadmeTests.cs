using System.Text.RegularExpressions;
using Slipway.Domain.Systems;
using Slipway.Functions.Systems;
using Slipway.Tests.Cli;

namespace Slipway.Tests;

/// <summary>The README shows what exists: its captures are what the commands print, its example is a manifest without mistakes.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    private static readonly Lock Gate = new();

    public static TheoryData<string> Captured => [.. Captures().Matches(Readme).Select(match => match.Groups["command"].Value)];

    /// <summary>After a change of what commands print, <c>UPDATE_README=1</c> lets this test write the captures anew.</summary>
    [Theory]
    [MemberData(nameof(Captured))]
    public async Task A_capture_is_what_the_command_prints(string command)
    {
        using var shell = new Shell();
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var said = await shell.SaysAsync([.. words[0] == "./run" ? ["run"] : Array.Empty<string>(), .. words.Skip(1)]);

        Assert.Equal("", said.Error);
        if (Environment.GetEnvironmentVariable("UPDATE_README") == "1")
        {
            Update(command, said.Out);
            return;
        }

        Assert.Equal(Captures().Matches(Readme).Single(match => match.Groups["command"].Value == command).Groups["output"].Value, said.Out);
    }

    [Fact]
    public void The_example_of_a_manifest_has_no_mistakes()
    {
        var example = Example().Match(Readme).Groups["manifest"].Value;

        Assert.Empty(YamlManifest.Load(new ManifestText("README.md", example)).Problems);
    }

    private static void Update(string command, string output)
    {
        lock (Gate)
        {
            var path = Path.Combine(Repository.Root, "README.md");
            File.WriteAllText(path, Captures().Replace(File.ReadAllText(path), match => match.Groups["command"].Value == command ? $"<!-- {command} -->\n```\n{output}```\n" : match.Value));
        }
    }

    [GeneratedRegex(@"<!-- (?<command>\./(run|slipway)[^>]*?) -->\n```\n(?<output>.*?)```\n", RegexOptions.Singleline)]
    private static partial Regex Captures();

    [GeneratedRegex(@"```yaml\n(?<manifest>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
