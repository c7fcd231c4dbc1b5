using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Slipway.Domain;
using Slipway.Domain.Releases;

namespace Slipway.Aws.Records;

/// <summary>
/// The leases. A lease is taken by a write on the condition that it stands as it was read, so of many takers one wins; it ends by
/// this clock, not by DynamoDB's, which forgets days late. Tokens come from one counter for all leases, drawn after the lease was
/// seen free: a later holder is above everything that held before. A token that was drawn in vain is left out.
/// </summary>
public sealed class DynamoLeases(DynamoTable table, TimeProvider clock) : ILeases
{
    private const int Attempts = 8;
    private const string Holder = "holder";
    private const string Token = "token";
    private const string Until = "until";
    private static readonly TimeSpan KeptAfterEnd = TimeSpan.FromDays(30);

    public async Task<Lease> AcquireAsync(LeaseKey key, ReleaseId holder, TimeSpan duration, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var stored = await table.FindAsync(What(key), RecordKey.Of(key), cancellationToken);
            var current = Held(key, stored);
            if (current is not null && current.Holder != holder)
            {
                return current;
            }

            var lease = new Lease(key, holder, current?.Token ?? await DrawTokenAsync(cancellationToken), clock.GetUtcNow() + duration);
            if (await table.WriteAsync(What(key), ItemOf(lease), Unchanged(stored), [], cancellationToken) is null)
            {
                return lease;
            }
        }

        throw new ConflictException($"The {What(key)} changes hands too fast to be taken.");
    }

    public async Task<Lease?> FindAsync(LeaseKey key, CancellationToken cancellationToken) => Held(key, await table.FindAsync(What(key), RecordKey.Of(key), cancellationToken));

    public Task ReleaseAsync(LeaseKey key, ReleaseId holder, CancellationToken cancellationToken) => table.ChangeAsync(
        What(key),
        RecordKey.Of(key),
        "SET #until = :now",
        new(
            "#holder = :holder AND #until > :now",
            new() { ["#holder"] = Holder, ["#until"] = Until },
            new() { [":holder"] = new(holder.Value), [":now"] = new(Text(clock.GetUtcNow())) }),
        cancellationToken);

    private async Task<long> DrawTokenAsync(CancellationToken cancellationToken)
    {
        var counter = await table.ChangeAsync(
            "token of leases", RecordKey.Tokens, "ADD #token :one", new(null, new() { ["#token"] = Token }, new() { [":one"] = Item.Number(1) }), cancellationToken);
        return counter!.Whole(Token)!.Value;
    }

    /// <summary>The lease if somebody holds it now.</summary>
    private Lease? Held(LeaseKey key, Item? stored)
    {
        if (stored is null)
        {
            return null;
        }

        var lease = new Lease(
            key,
            new(stored.Text(Holder)!),
            stored.Whole(Token)!.Value,
            DateTimeOffset.ParseExact(stored.Text(Until)!, "O", CultureInfo.InvariantCulture));
        return lease.Expires > clock.GetUtcNow() ? lease : null;
    }

    private static Item ItemOf(Lease lease) => new(RecordKey.Of(lease.Key), lease.Expires + KeptAfterEnd)
    {
        Attributes = { [Holder] = new(lease.Holder.Value), [Token] = Item.Number(lease.Token), [Until] = new(Text(lease.Expires)) },
    };

    private static Condition Unchanged(Item? stored) => stored is null ? Condition.Absent : new(
        "#token = :token AND #until = :until",
        new() { ["#token"] = Token, ["#until"] = Until },
        new Dictionary<string, AttributeValue> { [":token"] = Item.Number(stored.Whole(Token)!.Value), [":until"] = new(stored.Text(Until)) });

    private static string Text(DateTimeOffset time) => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);

    private static string What(LeaseKey key) => $"lease of {key}";
}
