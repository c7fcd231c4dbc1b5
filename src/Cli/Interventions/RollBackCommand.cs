using System.CommandLine;
using Slipway.Cli.Screens;
using Slipway.Domain.Interventions;

namespace Slipway.Cli.Interventions;

/// <summary>slipway rollback: what serves goes back to what was last good before it, or to an earlier release.</summary>
internal static class RollBackCommand
{
    public static Verb Create(Terminal terminal)
    {
        var options = new InterventionOptions();
        var what = new Argument<string>("SYSTEM/ENVIRONMENT/SERVICE") { Description = "the service, or the id of the release that serves it" };
        var to = new Option<string?>("--to") { HelpName = "RELEASE", Description = "an earlier release that was verified there, by its id; what was last good unless said" };
        var configuration = new Option<bool>("--configuration") { Description = "bring back the configuration, too, with which that was verified: the pod template, or the task definition" };
        return new Verb("rollback", "Turn a service back to what was last good before.")
        {
            Explanation = "All services of the release go back together, without gates and by the record alone. Its digest is in quarantine then, with --to those that came between as well: the next push of them does not come back, a newer one goes on.",
            Examples =
            [
                new("slipway rollback cv-hub/production/api --reason \"wrong totals\"", "what serves there"),
                new("slipway rollback cv-hub-api-production-e6d3eba1c888 --reason \"wrong totals\"", "a release"),
                new("slipway rollback cv-hub/production/api --to cv-hub-api-production-67421937bf8b --reason \"wrong since May\"", "to an earlier release"),
            ],
            Endings = [ExitCode.Refused, ExitCode.Failed, ExitCode.Differs],
        }
        .With([what, to, configuration, .. options.Common])
        .Does((parsed, cancellationToken) =>
        {
            var named = parsed.GetValue(what)!;
            var target = parsed.GetValue(to);
            return InterventionRun.AskAsync(
                terminal, parsed, options,
                (asked, _) => Of(asked with { To = target is null ? null : new(target), Configuration = parsed.GetValue(configuration) ? true : null }, named),
                InterventionKind.RollBack, cancellationToken);
        });
    }

    private static Intervention Of(Intervention asked, string named) => named.Contains('/', StringComparison.Ordinal)
        ? InterventionOptions.At(asked, named, 3, "system/environment/service or the id of a release")
        : asked with { Release = new(named) };
}
