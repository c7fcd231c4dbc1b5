using Slipway.Domain.Notifications;

namespace Slipway.Local.Records;

/// <summary>The breakers of the services behind channels; they do not outlive a run, in which every service answers again.</summary>
public sealed class Breakers : IBreakers
{
    private readonly Dictionary<string, Breaker> _breakers = new(StringComparer.Ordinal);

    /// <summary>Null when nothing is known of the service.</summary>
    public Breaker? Find(string service) => _breakers.GetValueOrDefault(service);

    public Task<Breaker> ReadAsync(string service, CancellationToken cancellationToken) => Task.FromResult(Find(service) ?? new(service));

    public Task<Breaker> SaveAsync(Breaker breaker, CancellationToken cancellationToken)
    {
        Versions.Check($"breaker of {breaker.Service}", breaker.Version, _breakers.GetValueOrDefault(breaker.Service)?.Version ?? 0);
        return Task.FromResult(_breakers[breaker.Service] = breaker with { Version = breaker.Version + 1 });
    }
}
