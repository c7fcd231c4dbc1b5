namespace Slipway.Tests.EndToEnd;

public sealed class CostTests
{
    [Fact]
    public void The_schedule_makes_a_report_for_the_month_before_as_Markdown_and_JSON()
    {
        using var account = new Account(settings: settings => settings with { Start = new(2026, 2, 3, 5, 0, 0, TimeSpan.Zero) });
        account.Slipway.Deployment.StartSchedules();

        account.Slipway.Clock.RunUntil(new DateTimeOffset(2026, 2, 3, 6, 5, 0, TimeSpan.Zero));

        var markdown = Read(account, "costs/cv-hub/2026-01.md");
        Assert.Contains("# cv-hub: costs of 2026-01", markdown, StringComparison.Ordinal);
        Assert.Contains("| **Total** | **613.00** |", markdown, StringComparison.Ordinal);
        Assert.Contains("The manifest states a total of 615.00; its lines add up to 613.00 (+2.00).", markdown, StringComparison.Ordinal);
        Assert.Contains("\"component\":\"rds\"", Read(account, "costs/cv-hub/2026-01.json"), StringComparison.Ordinal);
    }

    private static string Read(Account account, string name) => Assert.Single(account.Slipway.Account.Reports.All, report => report.Name == name).Content;
}
