using Slipway.Domain.Costs;
using Slipway.Local.Account;

namespace Slipway.Tests.Ports;

/// <summary>What holds for the reports, wherever they are kept.</summary>
public abstract class ReportsContract
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract IReports Reports { get; }

    [Fact]
    public async Task A_report_is_kept_under_its_name_with_its_type()
    {
        await Reports.SaveAsync("shop/2026-02.html", "text/html; charset=utf-8", "<p>1.234,00 €</p>\n", Token);
        Assert.Equal(("text/html; charset=utf-8", "<p>1.234,00 €</p>\n"), await ReadAsync("shop/2026-02.html"));
    }

    [Fact]
    public async Task A_report_that_is_written_again_takes_the_place_of_the_one_before()
    {
        await Reports.SaveAsync("shop/2026-02.txt", "text/plain", "one", Token);
        await Reports.SaveAsync("shop/2026-03.txt", "text/plain", "other", Token);
        await Reports.SaveAsync("shop/2026-02.txt", "text/plain", "two", Token);
        await Reports.SaveAsync("shop/2026-02.txt", "text/plain", "two", Token);

        Assert.Equal("two", (await ReadAsync("shop/2026-02.txt")).Content);
        Assert.Equal("other", (await ReadAsync("shop/2026-03.txt")).Content);
    }

    protected abstract Task<(string ContentType, string Content)> ReadAsync(string name);
}

public sealed class SimulatedReportsTests : ReportsContract
{
    private readonly Reports _reports = new();

    protected override IReports Reports => _reports;

    protected override Task<(string ContentType, string Content)> ReadAsync(string name) =>
        Task.FromResult(_reports.All.Where(report => report.Name == name).Select(report => (report.ContentType, report.Content)).Single());
}
