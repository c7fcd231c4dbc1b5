using System.Globalization;
using System.Text.Json;
using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain;
using Slipway.Domain.Costs;
using Slipway.Domain.Remediation;
using Slipway.Functions.Notices;
using Slipway.Functions.Systems;

namespace Slipway.Functions.Costs;

/// <summary>Where a report is and what it says in one sentence.</summary>
public sealed record CostSummary(string System, string Month, string Report, string Sentence);

/// <summary>Compares a month's bill of a system with its budget, and keeps the report as Markdown and JSON.</summary>
public sealed class ReportCosts(SystemCatalog systems, ICosts costs, IReports reports, Notifying notifications, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<CostSummary> ReportCostsAsync(CostRequest request, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var system = await systems.FindAsync(request.System ?? throw new RejectedException("A cost report needs a system."), deadline.Token);
        var month = DateOnly.ParseExact($"{request.Month}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var report = CostReport.Compare(system, month, await costs.ReadMonthAsync(system.Name, month, deadline.Token));
        var name = $"costs/{system.Name}/{request.Month}";
        await reports.SaveAsync($"{name}.md", "text/markdown", report.Markdown(), deadline.Token);
        await reports.SaveAsync($"{name}.json", "application/json", JsonSerializer.Serialize(report, DomainJson.Default.CostReport), deadline.Token);
        var sentence = CostReportText.Verdict(report);
        var severity = !report.IsBilled || (report.Planned > 0 && report.Actual > report.Planned) ? AlarmSeverity.Warning : AlarmSeverity.Info;
        var notice = system.Notifications.Notice($"costs-{system.Name}-{request.Month}", severity, $"{system.DisplayName}: costs of {request.Month}", sentence);
        await notifications.SendAsync(notice, deadline.Token);
        return new(system.Name.Value, request.Month!, $"{name}.md", sentence);
    }
}
