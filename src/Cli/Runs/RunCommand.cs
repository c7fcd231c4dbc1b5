using System.CommandLine;
using Slipway.Cli.Screens;
using Slipway.Domain;
using Slipway.Domain.Systems;
using Slipway.Local.Account;

namespace Slipway.Cli.Runs;

/// <summary>slipway run: the main job, and the other three, on a fresh embedded account.</summary>
internal sealed class RunCommand(Terminal terminal)
{
    private static readonly IReadOnlyList<string> Scenarios = ["release", "queue-burst", "alarm", "cost"];

    private readonly Option<string> _image = RunOptions.Image();
    private readonly Option<string> _speed = RunOptions.Speed();
    private readonly Option<string> _journal = RunOptions.Journal();
    private readonly Option<bool> _json = RunOptions.Json();
    private readonly Option<string> _scenario = new("--scenario")
    {
        HelpName = "NAME",
        Description = "release: an image is pushed. queue-burst: a queue fills, its workers scale out and in. alarm: a metric rises, the manifest's step is taken. cost: the month's costs against the budget",
        DefaultValueFactory = _ => "release",
    };

    private readonly Option<string> _system = new("--system") { HelpName = "NAME", Description = "which of systems/ to run: cv-hub unless said, ode for queue-burst" };
    private readonly Option<string> _service = new("--service") { HelpName = "NAME", Description = "whose image is pushed; the first of the system's own unless said" };
    private readonly Option<string> _tag = new("--tag") { HelpName = "TAG", Description = "the tag of the image; one that the manifest takes unless said" };
    private readonly Option<int> _seed = new("--seed") { HelpName = "NUMBER", Description = "chance, 1 unless said: the same seed gives the same run", DefaultValueFactory = _ => 1 };
    private readonly Option<string> _alarm = new("--alarm") { HelpName = "NAME", Description = "for alarm: which one; the first that the manifest does something about unless said" };
    private readonly Option<bool> _afterRelease = new("--after-release") { Description = "for alarm: a release is verified first, and the alarm takes it back" };

    private readonly Option<bool> _noApprovals = RunOptions.NoApprovals();

    public static Verb Create(Terminal terminal) => new RunCommand(terminal).Create();

    private Verb Create() => new Verb("run", "Push an image and watch it go from environment to environment, on an embedded account.")
    {
        Explanation = "The real event of the push goes through template.yaml: rule, queue, function, state machines. Each stage is shown with its time, each verdict (✓ passes, … waits, ✗ refuses) with its reason.",
        Examples =
        [
            new("slipway run", "a healthy image, verified everywhere"),
            new("slipway run --image crashloop", "a bad one, and how it is rolled back"),
            new("slipway run --system ai-community", "two environments that people let it into"),
            new("slipway run --scenario queue-burst", "workers follow a queue"),
            new("slipway run --scenario alarm --after-release", "an alarm takes a release back"),
            new("slipway run --scenario cost", "the month against the budget"),
        ],
        Endings = [ExitCode.Rejected, ExitCode.RolledBack, ExitCode.Failed, ExitCode.Frozen, ExitCode.NotReleased, ExitCode.Waiting, ExitCode.Invalid, ExitCode.Interrupted],
    }
    .With(_image, _scenario, _system, _service, _tag, _alarm, _afterRelease, _noApprovals, _seed, _speed, _journal, _json)
    .Does(RunAsync);

    private async Task<ExitCode> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var checkout = Checkout.Find(terminal);
        var scenario = parsed.GetValue(_scenario)!;
        if (!Scenarios.Contains(scenario))
        {
            throw new RefusalException($"There is no scenario '{scenario}': {Suggestion.Sentence(scenario, Scenarios)}");
        }

        var pace = RunOptions.Pace(parsed.GetValue(_speed), parsed.GetValue(_json), terminal);
        var system = parsed.GetValue(_system) ?? (scenario == "queue-burst" ? "ode" : "cv-hub");
        var path = parsed.GetValue(_journal) is { } given ? terminal.Resolve(given) : checkout.JournalPath;
        var play = Play(scenario, checkout.System(system), parsed, RunOptions.Behaviour(parsed.GetValue(_image)!));
        using var simulation = Simulation.Begin(checkout, system, parsed.GetValue(_seed), path);
        var run = new Run(terminal, simulation, pace, parsed.GetValue(_json));
        return await run.GuardedAsync(() => play(run, cancellationToken));
    }

    /// <summary>What will be played; whatever the manifest does not have is refused here, before the journal of the run before is replaced.</summary>
    private Func<Run, CancellationToken, Task<ExitCode>> Play(string scenario, SystemManifest system, ParseResult parsed, ImageBehaviour behaviour)
    {
        switch (scenario)
        {
            case "queue-burst":
                var target = ScalingTarget.Of(system);
                return (run, cancellationToken) => new BurstScenario(run, target).PlayAsync(cancellationToken);
            case "alarm":
                var environment = system.Environments[^1];
                var alarm = AlarmScenario.Choose(environment, parsed.GetValue(_alarm));
                var released = parsed.GetValue(_afterRelease) ? Repositories.Of(system, parsed.GetValue(_service)) : null;
                return (run, cancellationToken) => new AlarmScenario(run, environment, alarm).PlayAsync(released, TagOf(released), cancellationToken);
            case "cost":
                return CostScenario.PlayAsync;
            default:
                var repository = Repositories.Of(system, parsed.GetValue(_service));
                return (run, cancellationToken) => PushScenario.PlayAsync(run, repository, TagOf(repository), behaviour, cancellationToken, playsPeople: !parsed.GetValue(_noApprovals));
        }

        string TagOf(string? repository) => parsed.GetValue(_tag) ?? Repositories.TagFor(system, repository ?? "");
    }
}
