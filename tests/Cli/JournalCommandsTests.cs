using System.Text.Json.Nodes;

namespace Slipway.Tests.Cli;

public sealed class JournalCommandsTests
{
    [Fact]
    public async Task What_was_run_can_be_listed_shown_and_asked_again()
    {
        using var shell = new Shell();
        await shell.SaysAsync("run", "--image", "crashloop");

        var (list, show, replay) = (await shell.SaysAsync("releases"), await shell.SaysAsync("show", "cv-hub"), await shell.SaysAsync("replay", "cv-hub"));

        Assert.Equal((0, 0, 0), (list.Code, show.Code, replay.Code));
        Assert.Contains("rolled back", list.Out, StringComparison.Ordinal);
        Assert.Contains("✗ rollout api: cv-hub-api-", show.Text, StringComparison.Ordinal);
        Assert.Contains("again.", replay.Out, StringComparison.Ordinal);
        Assert.All([.. list.Lines, .. show.Lines, .. replay.Lines], line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public async Task A_verdict_that_the_rules_would_not_give_today_is_shown_with_both_answers()
    {
        using var shell = new Shell();
        await shell.SaysAsync("run", "--image", "vulnerable");
        File.WriteAllText(shell.Journal, File.ReadAllText(shell.Journal).Replace("\"failOn\":\"critical\"", "\"failOn\":\"low\"", StringComparison.Ordinal));

        var said = await shell.SaysAsync("replay", "cv-hub");

        Assert.Equal(6, said.Code);
        Assert.Contains("differs refuse: The scan found", said.Text, StringComparison.Ordinal);
        Assert.Contains("today refuse: The scan found", said.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_push_goes_on_where_the_run_ended()
    {
        using var shell = new Shell();
        await shell.SaysAsync("run");
        var before = File.ReadAllText(shell.Journal);

        var said = await shell.SaysAsync("push", "cv-hub-web:5a6b7c8");

        Assert.Equal(0, said.Code);
        Assert.DoesNotContain("cv-hub-api-development", said.Out, StringComparison.Ordinal);
        Assert.StartsWith(before, File.ReadAllText(shell.Journal), StringComparison.Ordinal);
        Assert.Equal(4, (await shell.SaysAsync("releases", "--json")).Json.GetArrayLength());
        Assert.Equal(3, (await shell.SaysAsync("push", "cv-hub-api:9", "--image", "crashloop")).Code);
    }

    [Fact]
    public async Task A_push_that_nobody_wants_says_so()
    {
        using var shell = new Shell();
        await shell.SaysAsync("run");

        var said = await shell.SaysAsync("push", "nobodys:1");

        Assert.Equal(5, said.Code);
        Assert.Contains("No system runs images of the repository nobodys", said.Text, StringComparison.Ordinal);
        Assert.Contains("cv-hub-api", said.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_was_cut_off_is_readable_and_goes_on()
    {
        using var shell = new Shell();
        await shell.SaysAsync("run");
        var bytes = File.ReadAllBytes(shell.Journal);
        File.WriteAllBytes(shell.Journal, bytes[..(bytes.Length / 2)]);

        var list = await shell.SaysAsync("releases");
        var pushed = await shell.SaysAsync("push", "cv-hub-web:2");

        Assert.Equal(0, list.Code);
        Assert.Contains("the last line was cut off", list.Error, StringComparison.Ordinal);
        Assert.Equal(0, pushed.Code);
        var releases = (await shell.SaysAsync("releases", "--json")).Json.EnumerateArray().Select(release => release.GetProperty("status").GetString());
        Assert.All(releases, status => Assert.Equal("verified", status));
    }

    [Fact]
    public async Task A_journal_that_comes_out_otherwise_today_is_left_alone()
    {
        using var shell = new Shell();
        await shell.SaysAsync("run");
        var lines = File.ReadAllLines(shell.Journal);
        var header = JsonNode.Parse(lines[0])!;
        header["record"]!["seed"] = 99;
        File.WriteAllLines(shell.Journal, [header.ToJsonString(), .. lines[1..]]);
        var before = File.ReadAllText(shell.Journal);

        var said = await shell.SaysAsync("push", "cv-hub-web:2");

        Assert.Equal(6, said.Code);
        Assert.Contains("comes out otherwise than it was recorded", said.Text, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(shell.Journal));
    }

    [Fact]
    public async Task A_run_that_cannot_begin_leaves_the_last_journal_alone()
    {
        using var shell = new Shell();
        await shell.SaysAsync("run");
        var before = File.ReadAllText(shell.Journal);

        Assert.Equal(1, (await shell.SaysAsync("run", "--service", "apy")).Code);

        Assert.Equal(before, File.ReadAllText(shell.Journal));
    }
}
