using System.CommandLine;
using Slipway.Cli.Screens;
using Slipway.Domain.Systems;
using Slipway.Local.Account;

namespace Slipway.Cli.Runs;

/// <summary>slipway run: the main job, and the other three, on a fresh embedded account.</summary>
internal static class RunCommand
{
    private static readonly IReadOnlyList<string> Scenarios = ["release", "queue-burst", "alarm", "cost"];

    private static readonly Option<string> Scenario = new("--scenario")
    {
        HelpName = "NAME",
        Description = "release: an image is pushed. queue-burst: a queue fills, its workers scale out and in. alarm: a metric rises, the manifest's step is taken. cost: the month's costs against the budget",
        DefaultValueFactory = _ => "release",
    };

    private static readonly Option<string> System = new("--system") { HelpName = "NAME", Description = "which of systems/ to run: cv-hub unless said, ode for queue-burst" };
    private static readonly Option<string> Service = new("--service") { HelpName = "NAME", Description = "whose image is pushed; the first of the system's own unless said" };
    private static readonly Option<string> Tag = new("--tag") { HelpName = "TAG", Description = "the tag of the image; one that the manifest takes unless said" };
    private static readonly Option<int> Seed = new("--seed") { HelpName = "NUMBER", Description = "chance, 1 unless said: the same seed gives the same run", DefaultValueFactory = _ => 1 };
    private static readonly Option<string> Alarm = new("--alarm") { HelpName = "NAME", Description = "for alarm: which one; the first that the manifest does something about unless said" };
    private static readonly Option<bool> AfterRelease = new("--after-release") { Description = "for alarm: a release is verified first, and the alarm takes it back" };

    public static Verb Create(Terminal terminal)
    {
        var (image, speed, journal, json) = (RunOptions.Image(), RunOptions.Speed(), RunOptions.Journal(), RunOptions.Json());
        return new Verb("run", "Push an image and watch it go from environment to environment, on an embedded account.")
        {
            Explanation = "The real event of the push goes through template.yaml: rule, queue, function, state machines. Each stage is shown with its time, each verdict (✓ passes, … waits, ✗ refuses) with its reason.",
            Examples =
            [
                new("slipway run", "a healthy image, verified everywhere"),
                new("slipway run --image crashloop", "a bad one, and how it is rolled back"),
                new("slipway run --scenario queue-burst", "workers follow a queue"),
                new("slipway run --scenario alarm --after-release", "an alarm takes a release back"),
                new("slipway run --scenario cost", "the month against the budget"),
            ],
            Endings = [ExitCode.Rejected, ExitCode.RolledBack, ExitCode.Failed, ExitCode.NotReleased, ExitCode.Invalid, ExitCode.Interrupted],
        }
        .With(image, Scenario, System, Service, Tag, Alarm, AfterRelease, Seed, speed, journal, json)
        .Does(async (parsed, cancellationToken) =>
        {
            var checkout = Checkout.Find(terminal);
            var scenario = parsed.GetValue(Scenario)!;
            if (!Scenarios.Contains(scenario))
            {
                throw new RefusalException($"There is no scenario '{scenario}': {Suggestions.For(scenario, Scenarios)}");
            }

            var behaviour = RunOptions.Behaviour(parsed.GetValue(image)!);
            var pace = RunOptions.Pace(parsed.GetValue(speed), parsed.GetValue(json), terminal);
            var system = parsed.GetValue(System) ?? (scenario == "queue-burst" ? "ode" : "cv-hub");
            var path = parsed.GetValue(journal) is { } given ? terminal.Resolve(given) : checkout.JournalPath;
            var play = Play(scenario, checkout.System(system), parsed, behaviour);
            using var simulation = Simulation.Begin(checkout, system, parsed.GetValue(Seed), path);
            var run = new Run(terminal, simulation, pace, parsed.GetValue(json));
            return await run.GuardedAsync(() => play(run, cancellationToken));
        });
    }

    /// <summary>What will be played; whatever the manifest does not have is refused here, before the journal of the run before is replaced.</summary>
    private static Func<Run, CancellationToken, Task<ExitCode>> Play(string scenario, SystemManifest system, ParseResult parsed, ImageBehaviour behaviour)
    {
        switch (scenario)
        {
            case "queue-burst":
                var target = ScalingTarget.Of(system);
                return (run, cancellationToken) => new BurstScenario(run, target).PlayAsync(cancellationToken);
            case "alarm":
                var environment = system.Environments[^1];
                var alarm = AlarmScenario.Choose(environment, parsed.GetValue(Alarm));
                var released = parsed.GetValue(AfterRelease) ? Repositories.Of(system, parsed.GetValue(Service)) : null;
                return (run, cancellationToken) => new AlarmScenario(run, environment, alarm).PlayAsync(released, TagOf(released), cancellationToken);
            case "cost":
                return CostScenario.PlayAsync;
            default:
                var repository = Repositories.Of(system, parsed.GetValue(Service));
                return (run, cancellationToken) => PushScenario.PlayAsync(run, repository, TagOf(repository), behaviour, cancellationToken);
        }

        string TagOf(string? repository) => parsed.GetValue(Tag) ?? Repositories.TagFor(system, repository ?? "");
    }
}
