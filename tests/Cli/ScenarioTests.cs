namespace Slipway.Tests.Cli;

public sealed class ScenarioTests
{
    [Fact]
    public async Task A_burst_scales_the_workers_out_and_in_again()
    {
        using var shell = new Shell();

        var said = await shell.SaysAsync("run", "--scenario", "queue-burst");

        Assert.Equal(0, said.Code);
        Assert.Contains("2 → 4 replicas", said.Text, StringComparison.Ordinal);
        Assert.Contains("worker went from 2 to 20 replicas and back", said.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alarm_without_a_release_gets_the_first_step_of_the_manifest()
    {
        using var shell = new Shell();

        var said = await shell.SaysAsync("run", "--scenario", "alarm");

        Assert.Equal(0, said.Code);
        Assert.Contains("scaleOut: No release was verified within 30 min", said.Text, StringComparison.Ordinal);
        Assert.Contains("The alarm api-cpu is quiet again", said.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alarm_after_a_release_takes_it_back()
    {
        using var shell = new Shell();

        var said = await shell.SaysAsync("run", "--scenario", "alarm", "--after-release");

        Assert.Equal(0, said.Code);
        Assert.Contains("rolled back", said.Out, StringComparison.Ordinal);
        Assert.Contains("the step was rollback of cv-hub-api-production-", said.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cost_report_tells_the_stated_total_from_the_sum()
    {
        using var shell = new Shell();

        var said = await shell.SaysAsync("run", "--scenario", "cost");

        Assert.Equal(0, said.Code);
        Assert.Contains("The manifest states a total of 615.00; its lines add up to 613.00", said.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("queue-burst")]
    [InlineData("alarm")]
    [InlineData("cost")]
    public async Task Nothing_of_a_scenario_is_wider_than_the_terminal(string scenario)
    {
        using var shell = new Shell();

        Assert.All((await shell.SaysAsync("run", "--scenario", scenario)).Lines, line => Assert.True(line.Length <= 80, line));
    }

    [Theory]
    [InlineData("ai-community", 0)]
    [InlineData("cloud-consulting", 0)]
    [InlineData("dougust", 0)]
    [InlineData("ode", 0)]
    public async Task Every_system_releases_an_image_with_a_tag_of_its_own_manifest(string system, int code)
    {
        using var shell = new Shell();

        var said = await shell.SaysAsync("run", "--system", system);

        Assert.True(said.Code == code, said.Text);
    }
}
