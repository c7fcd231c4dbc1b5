using System.Globalization;
using Slipway.Domain.Costs;
using Slipway.Domain.Systems;

namespace Slipway.Local.Account;

/// <summary>Cost Explorer of the account: a month costs what the budget planned, give or take a tenth, and one line much more; nothing is tagged with another system.</summary>
public sealed class Costs(Chance chance, IReadOnlyList<SystemManifest> systems) : ICosts
{
    public Task<IReadOnlyList<ServiceCost>> ReadMonthAsync(SystemName system, DateOnly month, CancellationToken cancellationToken)
    {
        var lines = systems.Where(candidate => candidate.Name == system).SelectMany(manifest => manifest.Environments).SelectMany(environment => environment.Budget?.Lines ?? [])
            .GroupBy(line => line.Component, StringComparer.Ordinal)
            .Select(group => (Component: group.Key, Planned: group.Sum(line => line.Monthly)))
            .ToList();
        var subject = $"cost/{system}/{month.ToString("yyyy-MM", CultureInfo.InvariantCulture)}";
        var overspent = lines.Count == 0 ? "" : lines[chance.Whole(subject, 0, lines.Count - 1)].Component;
        return Task.FromResult<IReadOnlyList<ServiceCost>>([.. lines.Select(line => new ServiceCost(
            CostComponents.ServiceOf(line.Component),
            Math.Round(line.Planned * Factor($"{subject}/{line.Component}", line.Component == overspent), 2)))]);
    }

    private decimal Factor(string subject, bool overspent) =>
        (decimal)(overspent ? chance.Between(subject, 1.25, 1.5) : chance.Between(subject, 0.9, 1.1));
}
