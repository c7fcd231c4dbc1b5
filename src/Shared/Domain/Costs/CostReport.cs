using Slipway.Domain.Systems;

namespace Slipway.Domain.Costs;

/// <summary>What a service of AWS cost in a period, in the bill's currency.</summary>
public sealed record ServiceCost(string Service, decimal Amount);

/// <summary>The bill: Cost Explorer.</summary>
public interface ICosts
{
    /// <summary>The cost allocation tag that says which system a resource belongs to; AWS counts it from the day that it is activated for billing.</summary>
    const string SystemTag = "system";

    /// <summary>What a month cost by service, for what has <see cref="SystemTag"/> with the system's name; empty when the bill knows nothing of that kind.</summary>
    Task<IReadOnlyList<ServiceCost>> ReadMonthAsync(SystemName system, DateOnly month, CancellationToken cancellationToken);
}

/// <summary>Where reports are kept: the reports bucket.</summary>
public interface IReports
{
    Task SaveAsync(string name, string contentType, string content, CancellationToken cancellationToken);
}

/// <summary>A component against its budget. Planned is null when the manifest has no line for it.</summary>
public sealed record CostLine(string Component, decimal? Planned, decimal Actual)
{
    public decimal Difference => Actual - (Planned ?? 0);
}

/// <summary>What a system cost in a month against its manifest's budget.</summary>
public sealed record CostReport(SystemName System, DateOnly Month, string Currency, IReadOnlyList<CostLine> Lines)
{
    public decimal Planned => Lines.Sum(line => line.Planned ?? 0);

    public decimal Actual => Lines.Sum(line => line.Actual);

    /// <summary>False when the bill has nothing with the system's tag: nothing was spent, or the tag was never activated.</summary>
    public bool IsBilled { get; init; } = true;

    /// <summary>What the manifest states as its total; null when it states none.</summary>
    public decimal? StatedTotal { get; init; }

    /// <summary>Puts the bill's services beside the budget's components; what no line plans stands on its own.</summary>
    public static CostReport Compare(SystemManifest system, DateOnly month, IReadOnlyList<ServiceCost> costs)
    {
        var budgets = system.Environments.Select(environment => environment.Budget).OfType<Budget>().ToList();
        var planned = budgets.SelectMany(budget => budget.Lines).GroupBy(line => line.Component)
            .ToDictionary(group => group.Key, group => group.Sum(line => line.Monthly));
        var actual = costs.GroupBy(cost => CostComponents.Of(cost.Service)).ToDictionary(group => group.Key, group => group.Sum(cost => cost.Amount));
        var lines = planned.Keys.Concat(actual.Keys.Except(planned.Keys).Order(StringComparer.Ordinal))
            .Select(component => new CostLine(component, planned.TryGetValue(component, out var plan) ? plan : null, actual.GetValueOrDefault(component)));
        return new(system.Name, month, budgets.FirstOrDefault()?.Currency ?? "USD", [.. lines])
        {
            IsBilled = costs.Count > 0,
            StatedTotal = budgets.Any(budget => budget.StatedTotal is not null) ? budgets.Sum(budget => budget.StatedTotal ?? budget.Total) : null,
        };
    }
}
