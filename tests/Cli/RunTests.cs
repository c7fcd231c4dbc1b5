namespace Slipway.Tests.Cli;

public sealed class RunTests
{
    [Fact]
    public async Task A_healthy_image_is_shown_on_its_way_to_production()
    {
        using var shell = new Shell();

        var said = await shell.SaysAsync("run");

        Assert.Equal(0, said.Code);
        Assert.Contains("✓ scan The scan found", said.Text, StringComparison.Ordinal);
        Assert.Contains("… snapshot cv-hub-postgres", said.Text, StringComparison.Ordinal);
        Assert.Contains("1 of 3 replicas ready", said.Text, StringComparison.Ordinal);
        Assert.Contains("production verified after", said.Text, StringComparison.Ordinal);
        Assert.Contains("cv-hub-api:4f1c2d9 is verified in development and production", said.Text, StringComparison.Ordinal);
        Assert.Empty(said.Error);
    }

    [Theory]
    [InlineData("crashloop", 3, "CrashLoopBackOff")]
    [InlineData("missing", 3, "ImagePull")]
    [InlineData("slow", 3, "at most 10 min are allowed")]
    [InlineData("errors", 3, "alb-5xx went off")]
    [InlineData("unhealthy", 3, "answered 503; expected 200")]
    [InlineData("vulnerable", 2, "the manifest refuses critical and above")]
    [InlineData("unscanned", 2, "No scan result within 15 min")]
    [InlineData("migration", 4, "The job migrate failed")]
    public async Task A_bad_image_ends_with_its_code_and_the_reason(string image, int code, string reason)
    {
        using var shell = new Shell();

        var said = await shell.SaysAsync("run", "--image", image);

        Assert.Equal(code, said.Code);
        Assert.Contains(reason, said.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("production  cv-hub", said.Out, StringComparison.Ordinal);
        Assert.Contains("slipway show cv-hub-api-development-", said.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_output_and_the_same_journal()
    {
        using var first = new Shell();
        using var second = new Shell();

        var (one, other) = (await first.SaysAsync("run", "--seed", "7"), await second.SaysAsync("run", "--seed", "7"));

        Assert.Equal(one.Out, other.Out);
        Assert.Equal(File.ReadAllBytes(first.Journal), File.ReadAllBytes(second.Journal));
        Assert.NotEqual(one.Out, (await second.SaysAsync("run", "--seed", "8")).Out);
    }

    [Fact]
    public async Task The_pace_changes_nothing_but_the_time_it_takes()
    {
        using var shell = new Shell();

        Assert.Equal((await shell.SaysAsync("run")).Out, (await shell.SaysAsync("run", "--speed", "50000")).Out);
    }

    [Fact]
    public async Task A_program_gets_one_document_with_every_record()
    {
        using var shell = new Shell();

        var said = await shell.SaysAsync("run", "--image", "vulnerable", "--json");

        Assert.Equal(2, said.Code);
        Assert.Equal(2, said.Json.GetProperty("exitCode").GetInt32());
        Assert.Equal("rejected", said.Json.GetProperty("outcome").GetString());
        Assert.Equal("rejected", said.Json.GetProperty("releases")[0].GetProperty("status").GetString());
    }

    [Theory]
    [InlineData(20)]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(200)]
    public async Task Nothing_is_wider_than_the_terminal(int width)
    {
        using var shell = new Shell { Width = width };

        var said = await shell.SaysAsync("run", "--image", "missing");

        Assert.All(said.Lines, line => Assert.True(line.Length <= width, line));
    }

    [Fact]
    public async Task Colours_and_the_moving_line_are_for_terminals_that_welcome_them()
    {
        using var plain = new Shell();
        using var coloured = new Shell { HasColour = true };

        Assert.DoesNotContain('\u001b', (await plain.SaysAsync("run")).Out);
        Assert.Contains("\u001b[", (await coloured.SaysAsync("run")).Out, StringComparison.Ordinal);
    }
}
