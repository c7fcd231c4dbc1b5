using Slipway.Domain.Systems;
using Slipway.Local.Hosting;

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

    [Fact]
    public void A_report_that_cannot_be_made_stops_no_other()
    {
        var other = new ManifestText("ode.yaml", File.ReadAllText(Path.Combine(Repository.Root, "systems", "ode.yaml")));
        using var account = new Account(settings: settings => settings with
        {
            Start = new(2026, 2, 3, 5, 0, 0, TimeSpan.Zero),
            Manifests = [.. settings.Manifests, other],
            Faults = (call, _) => call.Function.LogicalId == "ReportCosts" && call.Payload.Contains("cv-hub", StringComparison.Ordinal) ? Fault.DiesBefore : Fault.None,
        });
        account.Slipway.Deployment.StartSchedules();

        account.Slipway.Clock.RunUntil(new DateTimeOffset(2026, 2, 3, 6, 30, 0, TimeSpan.Zero));

        Assert.Contains("# ode: costs of 2026-01", Read(account, "costs/ode/2026-01.md"), StringComparison.Ordinal);
        Assert.DoesNotContain(account.Slipway.Account.Reports.All, report => report.Name.Contains("cv-hub", StringComparison.Ordinal));
        var run = Assert.Single(account.Slipway.StateMachines.Executions, execution => execution.Output?.ToString()?.Contains("summaries", StringComparison.Ordinal) is true);
        Assert.Contains("Runtime.ExitError", run.Output!.ToString(), StringComparison.Ordinal);
    }

    private static string Read(Account account, string name) => Assert.Single(account.Slipway.Account.Reports.All, report => report.Name == name).Content;
}
