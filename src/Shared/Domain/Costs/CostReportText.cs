using System.Globalization;
using System.Text;

namespace Slipway.Domain.Costs;

/// <summary>A cost report as Markdown, for people.</summary>
public static class CostReportText
{
    public static string Markdown(this CostReport report)
    {
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"# {report.System}: costs of {report.Month:yyyy-MM}\n\n")
            .Append(CultureInfo.InvariantCulture, $"{Verdict(report)}\n\n")
            .Append(CultureInfo.InvariantCulture, $"| Component | Budget {report.Currency} | Actual {report.Currency} | Difference |\n|---|---:|---:|---:|\n");
        foreach (var line in report.Lines)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {line.Component} | {(line.Planned is { } planned ? Money(planned) : "not budgeted")} | {Money(line.Actual)} | {Signed(line.Difference)} |\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"| **Total** | **{Money(report.Planned)}** | **{Money(report.Actual)}** | **{Signed(report.Actual - report.Planned)}** |\n");
        return StatedDifference(report) is { } stated ? text.Append(CultureInfo.InvariantCulture, $"\n{stated}\n").ToString() : text.ToString();
    }

    /// <summary>The report in one sentence.</summary>
    public static string Verdict(CostReport report) => (report.Actual - report.Planned) switch
    {
        _ when !report.IsBilled => $"The bill has nothing that is tagged {ICosts.SystemTag}={report.System}: tag the resources, and activate the cost allocation tag '{ICosts.SystemTag}' in the billing console; AWS counts it from then on.",
        _ when report.Planned == 0 => $"{Money(report.Actual)} {report.Currency} were spent; the manifest has no budget.",
        > 0 and var over => $"{Money(report.Actual)} {report.Currency} were spent: {Money(over)} over the budget of {Money(report.Planned)}.",
        var under => $"{Money(report.Actual)} {report.Currency} were spent: {Money(-under)} under the budget of {Money(report.Planned)}.",
    };

    private static string? StatedDifference(CostReport report) =>
        report.StatedTotal is { } stated && stated != report.Planned
            ? $"The manifest states a total of {Money(stated)}; its lines add up to {Money(report.Planned)} ({Signed(stated - report.Planned)})."
            : null;

    private static string Money(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Signed(decimal amount) => amount.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);
}
