using Slipway.Domain.Images;
using Slipway.Domain.Releases;

namespace Slipway.Aws.Records;

/// <summary>
/// The waiting tasks of a digest as one item with an attribute for each release, so that two environments do not write over each
/// other and what is written twice stands there once. A day is longer than any of them waits.
/// </summary>
public sealed class DynamoGateWaits(DynamoTable table, TimeProvider clock) : IGateWaits
{
    private const string Wait = "wait#";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    public Task KeepAsync(Digest digest, ReleaseId release, string token, CancellationToken cancellationToken) => table.ChangeAsync(
        $"wait of {release} at its gates",
        RecordKey.OfWaits(digest),
        "SET #wait = :token, #expires = :expires",
        new(
            null,
            new() { ["#wait"] = Wait + release, ["#expires"] = Item.Expires },
            new() { [":token"] = new(token), [":expires"] = Item.Number((clock.GetUtcNow() + Kept).ToUnixTimeSeconds()) }),
        cancellationToken);

    public async Task<ILookup<Digest, string>> FindAsync(IReadOnlyCollection<Digest> digests, CancellationToken cancellationToken) =>
        (await table.FindAllAsync("waits at gates", digests.Distinct().Select(RecordKey.OfWaits), clock, cancellationToken))
            .SelectMany(item => item.Texts(Wait), (item, token) => (Digest: RecordKey.WaitsOf(item), Token: token))
            .ToLookup(wait => wait.Digest, wait => wait.Token);
}
