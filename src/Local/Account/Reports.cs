using Slipway.Domain.Costs;
using Slipway.Local.Records;

namespace Slipway.Local.Account;

/// <summary>The reports bucket of the account: the last content of each name, in the order of the names' first writing.</summary>
public sealed class Reports(Journal? journal = null) : IReports
{
    private readonly List<ReportEntry> _reports = [];

    public IReadOnlyList<ReportEntry> All => _reports;

    public Task SaveAsync(string name, string contentType, string content, CancellationToken cancellationToken)
    {
        var report = new ReportEntry(name, contentType, content);
        var index = _reports.FindIndex(known => known.Name == name);
        if (index < 0)
        {
            _reports.Add(report);
        }
        else
        {
            _reports[index] = report;
        }

        journal?.Report(report);
        return Task.CompletedTask;
    }
}
