using Slipway.Domain;
using Slipway.Domain.Notifications;

namespace Slipway.Aws.Records;

/// <summary>The breakers of the services behind channels; one that did not change for 30 days counts as closed.</summary>
public sealed class DynamoBreakers(DynamoTable table, TimeProvider clock) : IBreakers
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public async Task<Breaker> ReadAsync(string service, CancellationToken cancellationToken) =>
        (await table.FindAsync(What(service), RecordKey.OfBreaker(service), cancellationToken))?.Read(What(service), DomainJson.Default.Breaker) ?? new(service);

    public async Task<Breaker> SaveAsync(Breaker breaker, CancellationToken cancellationToken)
    {
        var next = breaker with { Version = breaker.Version + 1 };
        await table.SaveAsync(What(next.Service), RecordKey.OfBreaker(next.Service), next, DomainJson.Default.Breaker, next.Version, clock.GetUtcNow() + Kept, [], cancellationToken);
        return next;
    }

    private static string What(string service) => $"breaker of {service}";
}
