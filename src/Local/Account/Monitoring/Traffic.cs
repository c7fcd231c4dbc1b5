using System.Globalization;
using Slipway.Domain;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;

namespace Slipway.Local.Account.Monitoring;

/// <summary>The requests from outside: a steady load on every environment, and smoke requests that what serves answers.</summary>
public sealed class Traffic : ISmokeRequests
{
    private readonly IReadOnlyList<Site> _sites;
    private readonly Chance _chance;
    private int _sent;

    internal Traffic(IReadOnlyList<Site> sites, Chance chance) => (_sites, _chance) = (sites, chance);

    /// <summary>How many requests per minute an environment gets; six hundred unless it is said otherwise.</summary>
    public void SetLoad(SystemName system, EnvironmentName environment, double requestsPerMinute) => Find(system, environment).Load = requestsPerMinute;

    public Task<SmokeResult> SendAsync(SmokeCheck check, CancellationToken cancellationToken)
    {
        var subject = string.Create(CultureInfo.InvariantCulture, $"smoke/{++_sent}");
        return Task.FromResult(SmokeRoutes.Find(check.Url, _sites) is var (site, service)
            ? Answer(check, site.IsPreview(check.Url) ? site.Previewed(service) : site.Serving(service), subject)
            : new SmokeResult(check, null, TimeSpan.Zero, "the name could not be resolved"));
    }

    private SmokeResult Answer(SmokeCheck check, IReadOnlyList<Clusters.Pod> serving, string subject)
    {
        var latency = _chance.Seconds($"{subject}/latency", 0.02, 0.18);
        var healthy = serving.Count > 0 && serving[_chance.Whole(subject, 0, serving.Count - 1)].Behaviour != ImageBehaviour.Unhealthy;
        return new SmokeResult(check, healthy ? check.Expect : 503, latency, null).Answered(healthy ? check.Contains ?? "" : "Service Unavailable");
    }

    private Site Find(SystemName system, EnvironmentName environment) =>
        _sites.FirstOrDefault(site => site.System.Name == system && site.Environment.Name == environment)
        ?? throw new RejectedException($"The account has no environment {environment} of {system}.");
}
