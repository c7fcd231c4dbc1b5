using Slipway.Domain.Releases;

namespace Slipway.Domain.Rollouts;

public sealed record MigrationInputs(IReadOnlyList<JobProgress> Migrations);

/// <summary>
/// Whether the migrations let the rollout begin: their outcome decides.
/// <list type="table">
/// <item><term>one failed or vanished</term><description>refuse</description></item>
/// <item><term>one is later than its limit</term><description>refuse</description></item>
/// <item><term>one still runs</term><description>wait</description></item>
/// <item><term>all succeeded, or there is none</term><description>pass</description></item>
/// </list>
/// </summary>
public static class MigrationRule
{
    public static Answer Decide(MigrationInputs inputs)
    {
        var answers = inputs.Migrations.Select(migration => migration.Decide()).ToList();
        return answers.FirstOrDefault(answer => answer.Kind == VerdictKind.Refuse)
            ?? answers.FirstOrDefault(answer => answer.Kind == VerdictKind.Wait)
            ?? Answer.Pass(answers.Count == 0 ? "Nothing to migrate." : string.Join(" ", answers.Select(answer => answer.Reason)));
    }
}
