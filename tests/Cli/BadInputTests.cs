namespace Slipway.Tests.Cli;

public sealed class BadInputTests
{
    [Theory]
    [InlineData("rum", "did you mean 'run'?")]
    [InlineData("run --scnario alarm", "did you mean '--scenario'?")]
    [InlineData("run --image crashlop", "did you mean 'crashloop'?")]
    [InlineData("run --scenario alarms", "did you mean 'alarm'?")]
    [InlineData("run --system cvhub", "did you mean 'cv-hub'?")]
    [InlineData("run --service apy", "did you mean 'api'?")]
    [InlineData("run --scenario alarm --alarm api-cpuu", "did you mean 'api-cpu'?")]
    [InlineData("run --scenario queue-burst --system dougust", "choose another with --system")]
    [InlineData("run --speed 0", "write max, real, or a number")]
    [InlineData("run --speed fast", "write max, real, or a number")]
    [InlineData("run --seed x", "write a whole number")]
    [InlineData("run extra", "one word too many")]
    [InlineData("run --journal /proc/nowhere/journal", "cannot be opened")]
    [InlineData("push cv-hub-api:1", "slipway run begins one")]
    [InlineData("releases", "slipway run begins one")]
    [InlineData("show x", "slipway run begins one")]
    [InlineData("show", "Required argument 'RELEASE'")]
    [InlineData("releases --journal systems", "is a folder")]
    [InlineData("releases --journal template.yaml", "this is no line of a journal")]
    [InlineData("invoke CheckRolout --event events/cost-report.json", "did you mean 'CheckRollout'?")]
    [InlineData("invoke CheckRollout", "--event")]
    [InlineData("invoke CheckRollout --event nope.json", "There is no file nope.json")]
    [InlineData("invoke CheckRollout --event template.yaml", "template.yaml:1: this is no JSON")]
    [InlineData("validate nope.yaml", "There is no file nope.yaml")]
    [InlineData("validate systems", "is a folder")]
    [InlineData("asl run nope.yaml", "There is no file nope.yaml")]
    [InlineData("asl test nope", "There is no directory 'nope'")]
    [InlineData("asl test systems", "holds no cases")]
    public async Task Wrong_words_get_one_sentence_that_says_what_to_write(string words, string sentence)
    {
        using var shell = new Shell();

        var said = await shell.SaysAsync(words.Split(' '));

        Assert.Equal(1, said.Code);
        Assert.Contains(sentence, said.Text, StringComparison.Ordinal);
        Assert.Empty(said.Out);
        Assert.StartsWith("slipway: ", said.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said.Error, StringComparison.Ordinal);
        Assert.All(said.Error.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public async Task A_full_disk_ends_the_run_with_one_sentence()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs /dev/full, which this system does not have");
        using var shell = new Shell();

        var said = await shell.SaysAsync("run", "--journal", "/dev/full");

        Assert.Equal(1, said.Code);
        Assert.Contains("No space left on device", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_manifest_starts_nothing_and_names_every_mistake()
    {
        using var shell = new Shell();
        var path = Path.Combine(shell.Folder, "systems", "cv-hub.yaml");
        File.WriteAllText(path, File.ReadAllText(path).Replace("kind: Deployment", "kind: Deploymint", StringComparison.Ordinal));

        var said = await shell.SaysAsync("run");

        Assert.Equal(7, said.Code);
        Assert.Equal(3, said.Error.Split("Deploymint").Length - 1);
        Assert.Contains("systems/cv-hub.yaml:", said.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(shell.Journal));
    }
}
