using System.CommandLine;
using Slipway.Cli.Screens;
using Slipway.Domain.Interventions;

namespace Slipway.Cli.Interventions;

/// <summary>slipway rollback: what serves goes back to what was last good before it.</summary>
internal static class RollBackCommand
{
    public static Verb Create(Terminal terminal)
    {
        var options = new InterventionOptions();
        var what = new Argument<string>("SYSTEM/ENVIRONMENT/SERVICE") { Description = "the service, or the id of the release that serves it" };
        return new Verb("rollback", "Turn a service back to what was last good before.")
        {
            Explanation = "All services of the release go back together. Its digest is in quarantine then: the next push of it does not come back, a newer one goes on.",
            Examples = [new("slipway rollback cv-hub/production/api --reason \"wrong totals\"", "what serves there"), new("slipway rollback cv-hub-api-production-e6d3eba1c888 --reason \"wrong totals\"", "a release")],
            Endings = [ExitCode.Refused, ExitCode.Failed, ExitCode.Differs],
        }
        .With([what, .. options.Common])
        .Does((parsed, cancellationToken) =>
        {
            var named = parsed.GetValue(what)!;
            return InterventionRun.AskAsync(
                terminal, parsed, options,
                (asked, _) => named.Contains('/', StringComparison.Ordinal) ? InterventionOptions.At(asked, named, 3, "system/environment/service or the id of a release") : asked with { Release = new(named) },
                InterventionKind.RollBack, cancellationToken);
        });
    }
}
