using Slipway.Domain.Metrics;
using Slipway.Domain.Rollouts.Canary;
using Slipway.Domain.Systems;
using Slipway.Local.Account.Clusters;

namespace Slipway.Local.Account.Monitoring;

/// <summary>The requests of the services whose canaries are compared, as they would publish them: each minute how long every one took and how many failed, by workload.</summary>
internal sealed class ComparedRequests(IReadOnlyList<Site> sites, Chance chance)
{
    /// <summary>A shorter step of a canary than this is compared; what is older nobody asks for.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(3);

    private const double UsualMilliseconds = 80;
    private const double Spread = 0.5;
    private const double UsualErrors = 0.001;
    private readonly KeptSamples _samples = new();

    public void Publish(DateTimeOffset at)
    {
        _samples.ForgetBefore(at - Kept);
        foreach (var (site, comparison) in sites.SelectMany(site => (site.Environment.Rollout.Canary?.Comparisons ?? []).Select(comparison => (site, comparison))))
        {
            var serving = site.Serving(site.Environment.Service(comparison.Service));
            foreach (var running in site.Running(comparison.Service))
            {
                var own = serving.Where(running.Pods.Contains).ToList();
                Publish(site, comparison, running, own, own.Count == 0 ? 0 : (int)Math.Round(site.Load / Math.Max(1, site.Front.Count) * own.Count / serving.Count), at);
            }
        }
    }

    public IEnumerable<Sample> Between(Location location, Metric metric, DateTimeOffset from, DateTimeOffset to) => _samples.Between(location, metric, from, to);

    private void Publish(Site site, CanaryComparison comparison, RunningWorkload running, List<Pod> pods, int requests, DateTimeOffset at)
    {
        var subject = $"{site.System.Name}/{site.Environment.Name}/{running.Address.Name}/{at.ToUnixTimeSeconds()}";
        var (latencies, errors) = (new List<double>(requests), 0);
        for (var number = 0; number < requests; number++)
        {
            var behaviour = pods[number % pods.Count].Behaviour;
            var scatter = Math.Exp(Spread * Normal($"{subject}/{number}"));
            latencies.Add(UsualMilliseconds * (behaviour == ImageBehaviour.Sluggish ? 2 : 1) * scatter / comparison.Milliseconds);
            errors += chance.Of($"{subject}/{number}/error") < (behaviour == ImageBehaviour.Errors ? Site.FailingShare : UsualErrors) ? 1 : 0;
        }

        if (requests > 0)
        {
            _samples.Add(site.Environment.Location, comparison.LatencyOf(running.Address.Name), new(at, latencies.Sum(), requests, latencies.Min(), latencies.Max()) { Values = latencies });
        }

        if (requests > 0 && comparison.ErrorsOf(running.Address.Name) is { } failed)
        {
            _samples.Add(site.Environment.Location, failed, Sample.One(at, errors));
        }
    }

    /// <summary>By Box and Muller.</summary>
    private double Normal(string subject) => Math.Sqrt(-2 * Math.Log(1 - chance.Of($"{subject}/radius"))) * Math.Cos(2 * Math.PI * chance.Of($"{subject}/angle"));
}
