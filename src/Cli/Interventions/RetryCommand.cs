using System.CommandLine;
using Slipway.Cli.Screens;
using Slipway.Domain.Interventions;

namespace Slipway.Cli.Interventions;

/// <summary>slipway retry: what a release brought is verified again.</summary>
internal static class RetryCommand
{
    public static Verb Create(Terminal terminal)
    {
        var options = new InterventionOptions();
        var release = new Argument<string>("RELEASE") { Description = "its id, as slipway releases shows it" };
        return new Verb("retry", "Verify a release again that failed, where it still runs.")
        {
            Explanation = "For an image that was not to blame: smoke requests, alarms and the bake time are asked again, and no workload is changed. An alarm must be quiet by then. A freeze or quarantine that its failure left stays until somebody lifts it.",
            Examples = [new("slipway retry cv-hub-api-production-e6d3eba1c888 --reason \"the alarm was the database's\"", "one whose code was left in place")],
            Endings = [ExitCode.Refused, ExitCode.Failed, ExitCode.Differs],
        }
        .With([release, .. options.Common])
        .Does((parsed, cancellationToken) =>
            InterventionRun.AskAsync(terminal, parsed, options, (asked, _) => asked with { Release = new(parsed.GetValue(release)!) }, InterventionKind.Retry, cancellationToken));
    }
}
