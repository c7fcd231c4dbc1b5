using System.CommandLine;
using Slipway.Cli.Screens;

namespace Slipway.Cli.Runs;

/// <summary>slipway run: the main job, and the other three, on a fresh embedded account.</summary>
internal static class RunCommand
{
    public static Verb Create(Terminal terminal)
    {
        var (image, speed, journal, json) = (RunOptions.Image(), RunOptions.Speed(), RunOptions.Journal(), RunOptions.Json());
        var system = new Option<string>("--system") { HelpName = "NAME", Description = "the manifest in systems/ to run", DefaultValueFactory = _ => "cv-hub" };
        var service = new Option<string>("--service") { HelpName = "NAME", Description = "whose image is pushed; the first of the system's own unless said" };
        var tag = new Option<string>("--tag") { HelpName = "TAG", Description = "the tag it is pushed with", DefaultValueFactory = _ => "4f1c2d9" };
        var seed = new Option<int>("--seed") { HelpName = "NUMBER", Description = "chance: the same seed gives the same run", DefaultValueFactory = _ => 1 };
        return new Verb("run", "Push an image and watch it go from environment to environment, on an embedded account.")
        {
            Explanation = "The event of the push goes through template.yaml: rule, queue, function, state machine.",
            Examples = [new("slipway run", "a healthy image, verified everywhere"), new("slipway run --image crashloop", "a bad one, rolled back"), new("slipway run --speed real", "in real time")],
            Endings = [ExitCode.Rejected, ExitCode.RolledBack, ExitCode.Failed, ExitCode.NotReleased, ExitCode.Invalid, ExitCode.Interrupted],
        }
        .With(image, system, service, tag, seed, speed, journal, json)
        .Does(async (parsed, cancellationToken) =>
        {
            var checkout = Checkout.Find(terminal);
            var behaviour = RunOptions.Behaviour(parsed.GetValue(image)!);
            var pace = RunOptions.Pace(parsed.GetValue(speed), parsed.GetValue(json), terminal);
            var path = parsed.GetValue(journal) is { } given ? terminal.Resolve(given) : checkout.JournalPath;
            using var simulation = Simulation.Begin(checkout, parsed.GetValue(system)!, parsed.GetValue(seed), path);
            var push = new PushRun(terminal, simulation, pace);
            return await push.PlayAsync(Repositories.Of(simulation.System, parsed.GetValue(service)), parsed.GetValue(tag)!, behaviour, cancellationToken);
        });
    }
}
