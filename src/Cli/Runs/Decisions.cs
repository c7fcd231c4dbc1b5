using Slipway.Cli.Screens;
using Slipway.Domain.Approvals;
using Slipway.Domain.Gates;
using Slipway.Domain.Interventions;
using Slipway.Domain.Releases;
using Slipway.Domain.Systems;

namespace Slipway.Cli.Runs;

/// <summary>Plays the people of a manifest: when only they can let a release go on, those who may approve it, each a while after the other.</summary>
internal sealed class Decisions(Run run)
{
    private static readonly TimeSpan Thinking = TimeSpan.FromMinutes(10);

    private SystemManifest System => run.Simulation.System;

    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        while (Next() is var (release, person))
        {
            var until = run.Simulation.Now + Thinking;
            await run.Playback.UntilAsync(() => run.Simulation.Now >= until, cancellationToken);
            var before = System.Environment(release.Environment).PromoteFrom;
            var reason = before.Count == 0 ? "The scan is good enough." : $"It is good in {string.Join(" and ", before)}.";
            run.Screen.Beside([new($"  {Columns.Time(run.Simulation.Now)}  "), new($"{person.Name} approves  ", Styles.Strong)], reason);
            var id = $"run-{run.Installation.Memory.Interventions.All.Count + 1}";
            run.Simulation.Give(Inputs.Intervene(new(id, InterventionKind.Approve, person.Name, reason) { Release = release.Id, Via = "cli", From = "slipway run" }));
            await run.Playback.SettleAsync(cancellationToken);
        }
    }

    /// <summary>What a person can type to let the release go on.</summary>
    public static string Advice(SystemManifest system, Release release) =>
        $"slipway approve {release.Id} --by {Undecided(system, release).Select(person => person.Name).FirstOrDefault("NAME")} --reason TEXT lets it go on, slipway reject ends it.";

    public static bool IsAsked(Release release) => release.WaitsForPeople() && release.Verdict?.Rule == ApprovalGate.Rule;

    private (Release Release, Person Person)? Next()
    {
        foreach (var release in run.Installation.Memory.Releases.All.Where(IsAsked))
        {
            if (Undecided(System, release).FirstOrDefault() is { } person)
            {
                return (release, person);
            }
        }

        return null;
    }

    /// <summary>Those who can still help: of a group that is missing first, who made the image last.</summary>
    private static IEnumerable<Person> Undecided(SystemManifest system, Release release)
    {
        var policy = system.Environment(release.Environment).Approval;
        var said = release.Approval?.Decisions ?? [];
        var missing = policy.Groups.Where(group => !said.Any(decision => decision.Person == group || decision.Groups.Contains(group))).ToList();
        var authors = system.People.NamesOf(release.Push.Authors);
        return system.People.EntitledBy(policy).Where(person => said.All(decision => decision.Person != person.Name))
            .OrderBy(person => authors.Contains(person.Name)).ThenByDescending(person => missing.Count(group => group == person.Name || person.Groups.Contains(group)));
    }
}
