using Slipway.Domain.Costs;
using Slipway.Domain.Systems;
using Slipway.Local.Account;

namespace Slipway.Tests.Local.Account;

public sealed class CostTests
{
    [Fact]
    public async Task A_month_costs_about_its_budget_but_for_one_line_that_is_overspent()
    {
        var month = new DateOnly(2026, 2, 1);
        var costs = await new AccountRun().Account.Costs.ReadMonthAsync(Shop.Name, month, AccountRun.Token);

        Assert.Contains(costs, cost => cost.Service == "Amazon Relational Database Service");
        var report = CostReport.Compare(Shop.Manifest, month, costs);
        var shares = report.Lines.Select(line => line.Actual / line.Planned!.Value).ToList();
        Assert.Equal(3, shares.Count);
        Assert.Single(shares, share => share >= 1.25m);
        Assert.Equal(2, shares.Count(share => share is >= 0.9m and <= 1.1m));
        Assert.Equal(costs, await new AccountRun().Account.Costs.ReadMonthAsync(Shop.Name, month, AccountRun.Token));
    }

    [Fact]
    public async Task A_report_is_kept_by_its_last_content()
    {
        var run = new AccountRun();
        foreach (var id in new[] { "b", "a", "b" })
        {
            await run.Account.Reports.SaveAsync("costs.md", "text/markdown", id, AccountRun.Token);
        }

        Assert.Equal("b", Assert.Single(run.Account.Reports.All).Content);
    }

    [Fact]
    public async Task Manifests_come_from_the_yaml_files_of_a_folder_in_the_order_of_their_names()
    {
        var folder = Directory.CreateTempSubdirectory("slipway-manifests-").FullName;
        foreach (var name in new[] { "b.yaml", "a.yaml", "system.schema.json" })
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), name, AccountRun.Token);
        }

        var texts = await Manifests.InFolder(folder).ReadAllAsync(AccountRun.Token);
        Directory.Delete(folder, recursive: true);

        Assert.Equal([new ManifestText("a.yaml", "a.yaml"), new ManifestText("b.yaml", "b.yaml")], texts);
    }
}
