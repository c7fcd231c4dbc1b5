namespace Slipway.Tests.Cli;

/// <summary>People who decide at a terminal.</summary>
public sealed class DecisionTests
{
    private const string Staging = "ai-community-backend-staging-7a315688deeb";

    [Fact]
    public async Task A_release_that_nobody_plays_people_for_waits_and_goes_on_by_what_a_person_types()
    {
        using var shell = new Shell();
        var run = await shell.SaysAsync("run", "--system", "ai-community", "--no-approvals");
        Assert.Equal(9, run.Code);
        Assert.Contains($"slipway approve {Staging} --by quinn --reason TEXT lets it go on", run.Text, StringComparison.Ordinal);

        var stranger = await shell.SaysAsync("approve", Staging, "--by", "mallory", "--reason", "let me");
        Assert.Equal(8, stranger.Code);
        Assert.Contains("quinn, pat, sam may.", stranger.Text, StringComparison.Ordinal);

        var approved = await shell.SaysAsync("approve", Staging, "--by", "U0QUINN01", "--reason", "tried it");
        Assert.Equal(0, approved.Code);
        Assert.Contains($"{Staging} is approved and goes on.", approved.Text, StringComparison.Ordinal);
        Assert.Contains("prod waits: slipway approve", approved.Text, StringComparison.Ordinal);

        var rejected = await shell.SaysAsync("reject", "ai-community-backend-prod-7a315688deeb", "--by", "robin", "--reason", "not before the fair");
        Assert.Equal(0, rejected.Code);
        Assert.Contains("robin rejected it: not before the fair.", rejected.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_whole_story_of_a_release_fits_a_screen()
    {
        using var shell = new Shell();
        Assert.Equal(0, (await shell.SaysAsync("run", "--system", "ai-community")).Code);
        var show = await shell.SaysAsync("show", "ai-community-backend-prod");

        Assert.InRange(show.Lines.Count, 24, 41);
        Assert.All(show.Lines, line => Assert.True(line.Length <= 80, line));
        Assert.All(
            ["✓ approval Approved by robin", "✓ snapshot", "approved by robin on 2026-01-05 at", "cli from slipway run: It is good in staging.", "digest backend: 2758d34ed1dd → 7a315688deeb", "verified"],
            text => Assert.Contains(text, show.Text, StringComparison.Ordinal));
    }
}
