using Slipway.Domain;
using Slipway.Domain.Restraints;

namespace Slipway.Aws.Records;

/// <summary>Quarantines, holds and freezes. A lifted one is written over rather than deleted, and forgotten at once by whoever reads: nothing here may delete what Slipway remembers.</summary>
public sealed class DynamoRestraints(DynamoTable table, TimeProvider clock) : IRestraints
{
    public async Task<Restraint?> FindAsync(RestraintKind kind, string scope, CancellationToken cancellationToken) =>
        await table.FindAsync(What(kind, scope), RecordKey.Of(kind, scope), cancellationToken) is { } item && !IsOver(item) ? Read(item) : null;

    public async Task<IReadOnlyList<Restraint>> ListAsync(RestraintKind kind, CancellationToken cancellationToken)
    {
        var items = await table.ListAsync($"restraints ({kind})", RecordKey.Restraints(kind), Item.Record, clock.GetUtcNow(), cancellationToken);
        return [.. items.Select(Read).OrderBy(restraint => restraint.Scope, StringComparer.Ordinal)];
    }

    public Task PutAsync(Restraint restraint, CancellationToken cancellationToken) => WriteAsync(restraint, restraint.Expires, cancellationToken);

    public async Task LiftAsync(RestraintKind kind, string scope, CancellationToken cancellationToken)
    {
        if (await FindAsync(kind, scope, cancellationToken) is { } standing)
        {
            await WriteAsync(standing, clock.GetUtcNow(), cancellationToken);
        }
    }

    private async Task WriteAsync(Restraint restraint, DateTimeOffset? expires, CancellationToken cancellationToken)
    {
        var what = What(restraint.Kind, restraint.Scope);
        await table.WriteAsync(what, Item.Of(what, RecordKey.Of(restraint.Kind, restraint.Scope), restraint, DomainJson.Default.Restraint, expires), Condition.None, [], cancellationToken);
    }

    private bool IsOver(Item item) => item.Whole(Item.Expires) is { } end && end <= clock.GetUtcNow().ToUnixTimeSeconds();

    private static Restraint Read(Item item) => item.Read("restraint", DomainJson.Default.Restraint);

    private static string What(RestraintKind kind, string scope) => $"{kind.ToString().ToLowerInvariant()} of {scope}";
}
