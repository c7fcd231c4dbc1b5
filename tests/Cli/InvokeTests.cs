namespace Slipway.Tests.Cli;

public sealed class InvokeTests
{
    [Theory]
    [InlineData("AcceptRegistryEvents", "ecr-push.json", "batchItemFailures")]
    [InlineData("AcceptRegistryEvents", "ecr-scan.json", "batchItemFailures")]
    [InlineData("AcceptAlarms", "cloudwatch-alarm.json", "batchItemFailures")]
    [InlineData("AcceptTicks", "autoscaling-tick.json", "batchItemFailures")]
    [InlineData("DeliverNotices", "notice-delivery.json", "batchItemFailures")]
    [InlineData("PlanTidying", "tidying.json", "targets")]
    [InlineData("PlanCostReports", "cost-report.json", "reports")]
    [InlineData("ReportCosts", "cost-report.json", "sentence")]
    public async Task Every_sample_event_is_answered_by_its_function(string function, string sample, string property)
    {
        using var shell = new Shell();

        var said = await shell.SaysAsync("invoke", function, "--event", $"events/{sample}");

        Assert.Equal(0, said.Code);
        Assert.True(said.Json.TryGetProperty(property, out _), said.Out);
    }

    [Fact]
    public async Task A_function_that_fails_answers_as_Lambda_does()
    {
        using var shell = new Shell { Input = """{"month":"2025-12","system":"nobodys"}""" };

        var said = await shell.SaysAsync("invoke", "ReportCosts", "-e", "-");

        Assert.Equal(4, said.Code);
        Assert.Equal("RejectedException", said.Json.GetProperty("errorType").GetString());
        Assert.Contains("nobodys", said.Json.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
    }
}
