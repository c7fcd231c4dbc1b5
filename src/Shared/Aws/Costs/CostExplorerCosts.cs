using System.Globalization;
using Amazon.CostExplorer;
using Amazon.CostExplorer.Model;
using Slipway.Aws.Access;
using Slipway.Domain;
using Slipway.Domain.Costs;
using Slipway.Domain.Systems;

namespace Slipway.Aws.Costs;

/// <summary>The bill from Cost Explorer, which answers from us-east-1 wherever the costs were made. Every page that it gives costs a cent.</summary>
public sealed class CostExplorerCosts(AwsClients clients) : ICosts
{
    private const string Measure = "UnblendedCost";
    private const string Region = "us-east-1";

    public async Task<IReadOnlyList<ServiceCost>> ReadMonthAsync(SystemName system, DateOnly month, CancellationToken cancellationToken)
    {
        var failed = $"The bill of {system} for {Text(month)[..7]} cannot be read";
        var client = clients.Own(AwsServices.CostExplorer, Region);
        var request = Request(system, new(month.Year, month.Month, 1));
        var amounts = new Dictionary<string, decimal>(StringComparer.Ordinal);
        do
        {
            var page = await AskAsync(failed, () => client.GetCostAndUsageAsync(request, cancellationToken));
            foreach (var group in (page.ResultsByTime ?? []).SelectMany(result => result.Groups ?? []))
            {
                amounts[group.Keys[0]] = amounts.GetValueOrDefault(group.Keys[0]) + Amount(group);
            }

            request.NextPageToken = page.NextPageToken;
        }
        while (!string.IsNullOrEmpty(request.NextPageToken));

        return [.. amounts.Select(pair => new ServiceCost(pair.Key, pair.Value))];
    }

    /// <summary>The end of a period is the day after its last.</summary>
    private static GetCostAndUsageRequest Request(SystemName system, DateOnly month) => new()
    {
        TimePeriod = new() { Start = Text(month), End = Text(month.AddMonths(1)) },
        Granularity = Granularity.MONTHLY,
        Metrics = [Measure],
        GroupBy = [new() { Type = GroupDefinitionType.DIMENSION, Key = "SERVICE" }],
        Filter = new() { Tags = new() { Key = ICosts.SystemTag, Values = [system.Value] } },
    };

    private static Task<T> AskAsync<T>(string failed, Func<Task<T>> call) => AwsCall.AskAsync(failed, async () =>
    {
        try
        {
            return await call();
        }
        catch (LimitExceededException failure)
        {
            // Elsewhere in AWS the word is for quotas; here it is for calls in too short a time.
            throw new UnavailableException($"{failed}: AWS throttles.", failure);
        }
        catch (DataUnavailableException failure)
        {
            throw new UnavailableException($"{failed}: Cost Explorer has no figures yet; it needs a day after it was switched on.", failure);
        }
    });

    private static decimal Amount(Group group) =>
        group.Metrics.TryGetValue(Measure, out var value) && decimal.TryParse(value.Amount, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) ? amount : 0;

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
