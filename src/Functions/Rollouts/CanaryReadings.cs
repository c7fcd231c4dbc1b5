using Slipway.Domain.Metrics;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts.Canary;
using Slipway.Domain.Systems;

namespace Slipway.Functions.Rollouts;

/// <summary>Reads what the canaries of a release are compared by, from when the replicas of the step served up to what CloudWatch has complete.</summary>
public sealed class CanaryReadings(IMetrics metrics)
{
    public async Task<IReadOnlyList<CanaryInputs>> ReadAsync(Release release, Location location, CanaryProgress progress, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (progress.ArrivedAt is not { } arrived)
        {
            return [];
        }

        var inputs = new List<CanaryInputs>();
        foreach (var comparison in progress.Comparisons)
        {
            if (release.CanaryServices.FirstOrDefault(change => change.Service == comparison.Service) is { } change)
            {
                inputs.Add(await ReadAsync(comparison, change, location, progress.Current.For, arrived, now, cancellationToken));
            }
        }

        return inputs;
    }

    private async Task<CanaryInputs> ReadAsync(
        CanaryComparison comparison, ServiceChange change, Location location, TimeSpan longest, DateTimeOffset arrived, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var interval = CanaryComparison.Interval(longest);
        var from = MetricPeriods.First(arrived, interval);
        var policy = comparison.Policy with { Longest = longest };
        var complete = MetricPeriods.Complete(from, interval, now);
        if (complete <= 0)
        {
            return new(policy, []);
        }

        var canary = comparison.Queries(CanaryAddress.Of(change.Workload).Name, interval);
        var baseline = comparison.Queries(change.Workload.Name, interval);
        var points = await metrics.ReadAsync(location, [.. canary, .. baseline], from, from + (complete * interval), cancellationToken);
        var (ofCanary, ofBaseline) = (points.Take(canary.Count).ToList(), points.Skip(canary.Count).ToList());
        return new(policy, [.. Enumerable.Range(0, complete).Select(number => new CanaryInterval(
            (number + 1) * interval, comparison.Counts(ofCanary, from + (number * interval)), comparison.Counts(ofBaseline, from + (number * interval))))]);
    }
}
