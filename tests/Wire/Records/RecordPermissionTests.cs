using System.Collections.Concurrent;
using Slipway.Aws.Records;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Tests.Contracts;
using Slipway.Tests.Ports.Records;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Records;

public sealed class RecordPermissionTests(MotoServer moto)
{
    /// <summary>The writes of a transaction are allowed as what they are: here, PutItem.</summary>
    [Fact]
    public async Task The_policies_of_the_records_allow_what_their_adapters_ask_and_nothing_else()
    {
        var asked = new ConcurrentBag<string>();
        var through = moto.Clients(http: new HttpScript((request, send) =>
        {
            asked.Add(HttpScript.Operation(request));
            return send();
        }));
        var table = (await RecordsTable.CreateAsync(moto.Clients())).Open(through: through);
        var clock = TimeProvider.System;
        var token = TestContext.Current.CancellationToken;
        var lease = new LeaseKey(new("shop"), new("production"), new("api"));

        var release = await new DynamoReleases(table, clock).SaveAsync(RecordSamples.Release(1), token);
        await new DynamoReleases(table, clock).SaveAsync(release, token);
        await new DynamoReleases(table, clock).ListAsync(release.System, release.Environment, token);
        await new DynamoLeases(table, clock).AcquireAsync(lease, release.Id, TimeSpan.FromHours(1), token);
        await new DynamoLeases(table, clock).ReleaseAsync(lease, release.Id, token);
        await new DynamoPushes(table, clock).SaveAsync(new("p", PushOutcome.Accepted, "first", RecordSamples.Start), token);
        await new DynamoIncidents(table, clock).SaveAsync(RecordSamples.Incident("i"), token);
        await new DynamoScalingStates(table, clock).SaveAsync(new(release.System, release.Environment, lease.Service), token);
        await new DynamoLastKnownGoods(table).FindAsync(release.System, release.Environment, lease.Service, token);

        Assert.Contains("TransactWriteItems", asked);
        Assert.Equal(
            asked.Distinct().Except(["TransactWriteItems"]).Select(operation => $"dynamodb:{operation}").Order(),
            Stack.OfType("AWS::IAM::ManagedPolicy").SelectMany(Stack.StatementsOf).SelectMany(statement => statement.Actions).Where(action => action.StartsWith("dynamodb:", StringComparison.Ordinal)).Distinct().Order());
    }
}
