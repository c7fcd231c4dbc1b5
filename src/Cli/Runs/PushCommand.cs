using System.CommandLine;
using Slipway.Cli.Screens;

namespace Slipway.Cli.Runs;

/// <summary>slipway push: one more image for the account of the journal.</summary>
internal static class PushCommand
{
    public static Verb Create(Terminal terminal)
    {
        var (image, speed, journal, json) = (RunOptions.Image(), RunOptions.Speed(), RunOptions.Journal(), RunOptions.Json());
        var noApprovals = RunOptions.NoApprovals();
        var name = new Argument<string>("REPOSITORY[:TAG]") { Description = "what is pushed, such as cv-hub-api:5a6b7c8; the tag is one that the manifest takes unless said" };
        return new Verb("push", "Push one more image to the account that the last run left behind.")
        {
            Explanation = "The account is simulated again from its seed and the inputs in the journal, checked against what was recorded, and goes on from there; the journal then holds everything. A run that was killed goes on too.",
            Examples = [new("slipway push cv-hub-api:5a6b7c8", "after slipway run"), new("slipway push cv-hub-web:5a6b7c8 --image errors", "another service, a bad image")],
            Endings = [ExitCode.Rejected, ExitCode.RolledBack, ExitCode.Failed, ExitCode.Frozen, ExitCode.NotReleased, ExitCode.Waiting, ExitCode.Differs, ExitCode.Invalid, ExitCode.Interrupted],
        }
        .With(name, image, noApprovals, speed, journal, json)
        .Does(async (parsed, cancellationToken) =>
        {
            var checkout = Checkout.Find(terminal);
            var (repository, tag) = parsed.GetValue(name)!.Split(':', 2) is [var left, { Length: > 0 } right] ? (left, right) : (parsed.GetValue(name)!.TrimEnd(':'), null);
            var behaviour = RunOptions.Behaviour(parsed.GetValue(image)!);
            var pace = RunOptions.Pace(parsed.GetValue(speed), parsed.GetValue(json), terminal);
            var place = JournalPlace.Of(parsed.GetValue(journal), checkout, terminal);
            using var simulation = Simulation.Continue(checkout, place.Path, place.Name);
            var run = new Run(terminal, simulation, pace, parsed.GetValue(json));
            return await run.GuardedAsync(() => PushScenario.PlayAsync(run, repository, tag ?? Repositories.TagFor(simulation.System, repository), behaviour, cancellationToken, playsPeople: !parsed.GetValue(noApprovals)));
        });
    }
}
