using Slipway.Domain;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;

namespace Slipway.Aws.Records;

/// <summary>The last verified image of every service. It names its release, so that what serves is listed with the releases of its environment.</summary>
public sealed class DynamoLastKnownGoods(DynamoTable table) : ILastKnownGood
{
    public async Task<LastKnownGood?> FindAsync(SystemName system, EnvironmentName environment, ServiceName service, CancellationToken cancellationToken)
    {
        var what = What(system, environment, service);
        return (await table.FindAsync(what, RecordKey.OfGood(system, environment, service), cancellationToken))?.Read(what, DomainJson.Default.LastKnownGood);
    }

    public Task SaveAsync(LastKnownGood good, CancellationToken cancellationToken)
    {
        var what = What(good.System, good.Environment, good.Service);
        var item = Item.Of(what, RecordKey.OfGood(good.System, good.Environment, good.Service), good, DomainJson.Default.LastKnownGood);
        item.Attributes[Item.ReleaseId] = new(good.Release.Value);
        return table.WriteAsync(what, item, Condition.None, [], cancellationToken);
    }

    private static string What(SystemName system, EnvironmentName environment, ServiceName service) => $"last known good of {system}/{environment}/{service}";
}
