namespace Slipway.Tests.Cli;

/// <summary>People who turn releases back, have them verified again, or have an environment in maintenance, at a terminal.</summary>
public sealed class ByHandTests
{
    [Theory]
    [InlineData("rollback", "--to RELEASE", "an earlier release that was verified there")]
    [InlineData("retry", "RELEASE", "no workload is changed")]
    [InlineData("freeze", "--maintenance", "those after it go on with what was verified before it")]
    public async Task The_help_says_what_happens(string command, string word, string effect)
    {
        using var shell = new Shell();

        var said = await shell.SaysAsync(command, "--help");

        Assert.Equal(0, said.Code);
        Assert.All([$"slipway {command}", word, effect, "Examples", "Exit codes"], text => Assert.Contains(text, said.Text, StringComparison.Ordinal));
        Assert.All(said.Lines, line => Assert.True(line.Length <= 80, line));
    }

    [Theory]
    [InlineData("rollback cv-hub/production/api --to", "Required argument missing for option: '--to'")]
    [InlineData("rollback cv-hub/production --to x --reason y", "'cv-hub/production' is no place: write system/environment/service or the id of a release.")]
    [InlineData("rollback cv-hub/production/api --to x", "--reason")]
    [InlineData("retry --reason y", "Required argument 'RELEASE'")]
    [InlineData("retry x", "--reason")]
    public async Task Wrong_words_get_one_sentence_that_says_what_to_write(string words, string sentence)
    {
        using var shell = new Shell();
        Assert.Equal(0, (await shell.SaysAsync("run")).Code);

        var said = await shell.SaysAsync(words.Split(' '));

        Assert.Equal(1, said.Code);
        Assert.Contains(sentence, said.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_environment_is_in_maintenance_and_no_system()
    {
        using var shell = new Shell();
        Assert.Equal(0, (await shell.SaysAsync("run")).Code);

        var refused = await shell.SaysAsync("freeze", "cv-hub", "--maintenance", "--reason", "upgrade");
        Assert.Equal(8, refused.Code);
        Assert.Contains("write slipway freeze cv-hub/ENVIRONMENT --maintenance.", refused.Text, StringComparison.Ordinal);

        var done = await shell.SaysAsync("freeze", "cv-hub/production", "--maintenance", "--reason", "upgrade", "--by", "ann", "--json");
        Assert.Equal(0, done.Code);
        Assert.True(done.Json.GetProperty("isMaintenance").GetBoolean());
        Assert.Equal("cv-hub/production is in maintenance by ann: upgrade.", done.Json.GetProperty("answer").GetString());

        var lifted = await shell.SaysAsync("unfreeze", "cv-hub/production", "--reason", "done", "--by", "bob");
        Assert.Contains("The maintenance of cv-hub/production is lifted; it was put by ann on", lifted.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_returns_to_an_earlier_release_by_its_id()
    {
        using var shell = new Shell();
        Assert.Equal(0, (await shell.SaysAsync("run")).Code);
        Assert.Equal(0, (await shell.SaysAsync("push", "cv-hub-api:2222222")).Code);
        Assert.Equal(0, (await shell.SaysAsync("push", "cv-hub-api:3333333")).Code);
        var ids = (await shell.SaysAsync("releases", "--json")).Json.EnumerateArray().Select(release => release.GetProperty("id").GetString()!).Where(id => id.Contains("production", StringComparison.Ordinal)).ToList();

        var refused = await shell.SaysAsync("rollback", "cv-hub/production/api", "--to", ids[2], "--reason", "wrong totals");
        Assert.Equal(8, refused.Code);
        Assert.Contains($"The images of {ids[2]} serve there already.", refused.Text, StringComparison.Ordinal);

        var done = await shell.SaysAsync("rollback", "cv-hub/production/api", "--to", ids[0], "--reason", "wrong totals");
        Assert.Equal(0, done.Code);
        Assert.Contains($"{ids[2]} is being rolled back: api returns to {ids[0][^12..]}. {ids[0]} was good there; {ids[1]}, which came between, is left behind and in quarantine too.", done.Text, StringComparison.Ordinal);

        var retried = await shell.SaysAsync("retry", ids[2], "--reason", "again");
        Assert.Equal(8, retried.Code);
        Assert.Contains($"{ids[2]} was rolled back: nothing of it is left to verify. slipway promote cv-hub-api@sha256:", retried.Text, StringComparison.Ordinal);
    }
}
