using System.Globalization;
using Slipway.Domain.Releases;

namespace Slipway.Domain.Gates;

/// <summary>A figure of a database and its limit; null where CloudWatch has none.</summary>
/// <param name="IsFloor">True when it must not be below the limit.</param>
public sealed record DatabaseFigure(string Name, string Unit, double? Value, PreflightLimit Limit, bool IsFloor);

/// <summary>A database as it stands before a release.</summary>
/// <param name="Status">RDS's own word; null when there is no such database.</param>
/// <param name="BackupLeft">How long its hours of automated backups still last; null outside of them.</param>
public sealed record DatabaseCondition(string Database, string? Status, TimeSpan? BackupLeft, IReadOnlyList<DatabaseFigure> Figures);

public sealed record PreflightInputs(IReadOnlyList<DatabaseCondition> Databases)
{
    /// <summary>Where replicas could open more connections than their database takes, in clauses; none in records that are older than this.</summary>
    public IReadOnlyList<string> Pools { get => field ?? []; init; }
}

/// <summary>
/// Whether the databases that a release snapshots or migrates are fit for it. It is asked before the leases are taken, so that nobody waits for one who waits.
/// <list type="table">
/// <item><term>replicas, with those that a release brings beside them, could open more connections than their database takes</term><description>refuse, with the figure</description></item>
/// <item><term>the release touches no database</term><description>pass</description></item>
/// <item><term>there is no such database</term><description>refuse</description></item>
/// <item><term>a figure is beyond its limit</term><description>refuse, with the figure</description></item>
/// <item><term>a figure that the manifest asks for is missing</term><description>refuse</description></item>
/// <item><term>the database is backed up or changed, or its hours of backups are not over</term><description>wait</description></item>
/// <item><term>otherwise</term><description>pass; what has no figure is said</description></item>
/// </list>
/// </summary>
public static class PreflightGate
{
    private static readonly TimeSpan Asked = TimeSpan.FromMinutes(5);

    public static Answer Decide(PreflightInputs inputs)
    {
        var answers = inputs.Databases.Select(Decide).ToList();
        return (inputs.Pools is [var first, ..] ? Answer.Refuse($"{first}: a smaller pool, fewer replicas at most or a larger class is needed.") : null)
            ?? answers.FirstOrDefault(answer => answer.Kind == VerdictKind.Refuse)
            ?? answers.FirstOrDefault(answer => answer.Kind == VerdictKind.Wait)
            ?? (answers.Count == 0 ? Answer.Unasked("No database is touched here.") : Answer.Pass(string.Join(" ", answers.Select(answer => answer.Reason))));
    }

    private static Answer Decide(DatabaseCondition database) =>
        database.Status is not { } status
            ? Answer.Refuse($"There is no database '{database.Database}': check the identifier, the engine and the region in the manifest.")
        : database.Figures.FirstOrDefault(IsBeyond) is { } beyond
            ? Answer.Refuse($"{database.Database}: {beyond.Name} is {Text(beyond.Value, beyond)}; {(beyond.IsFloor ? "at least" : "at most")} {Text(beyond.Limit.Value, beyond)} {(beyond.IsFloor ? "must be left" : "are allowed")}.")
        : database.Figures.FirstOrDefault(figure => figure is { Value: null, Limit.IsAsked: true }) is { } missing
            ? Answer.Refuse($"{database.Database}: CloudWatch has no figure for {missing.Name}, which the manifest asks for: what is not known does not pass.")
        : status is not ("available" or "storage-optimization")
            ? Answer.Wait($"{database.Database} is {status}.", Asked)
        : database.BackupLeft is { } left
            ? Answer.Wait($"The automated backup of {database.Database} may run for another {left.Text()}.", left)
        : Answer.Pass($"{database.Database}: {string.Join(", ", database.Figures.Select(figure => figure.Value is null ? $"no figure for {figure.Name}" : $"{figure.Name} {Text(figure.Value, figure)}"))}.");

    private static bool IsBeyond(DatabaseFigure figure) => figure.IsFloor ? figure.Value < figure.Limit.Value : figure.Value > figure.Limit.Value;

    private static string Text(double? value, DatabaseFigure figure) => string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {figure.Unit}");
}
