using System.Globalization;
using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain;
using Slipway.Domain.Systems;
using Slipway.Functions.Systems;

namespace Slipway.Functions.Costs;

/// <summary>A report to make: a system and a month as <c>yyyy-MM</c>; without a month the last one that is over.</summary>
public sealed record CostRequest(string? Month, SystemName? System);

/// <summary>The reports of one run, one for each system.</summary>
public sealed record CostRound(IReadOnlyList<CostRequest> Reports);

/// <summary>Lists the reports that a run has to make.</summary>
public sealed class PlanCostReports(SystemCatalog systems, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<CostRound> PlanCostReportsAsync(CostRequest request, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var month = request.Month ?? clock.GetUtcNow().AddMonths(-1).ToString("yyyy-MM", CultureInfo.InvariantCulture);
        if (!DateOnly.TryParseExact($"{month}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            throw new RejectedException($"'{month}' is no month: write it as 2026-01.");
        }

        var catalog = await systems.ReadAsync(deadline.Token);
        return new([.. catalog.Systems.Where(system => request.System is null || system.Name == request.System).Select(system => new CostRequest(month, system.Name))]);
    }
}
