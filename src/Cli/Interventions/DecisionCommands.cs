using System.CommandLine;
using Slipway.Cli.Screens;
using Slipway.Domain.Interventions;

namespace Slipway.Cli.Interventions;

/// <summary>slipway approve and reject: what a person says of a release that waits for people.</summary>
internal static class DecisionCommands
{
    public static IEnumerable<Command> Create(Terminal terminal) =>
    [
        Of(terminal, "approve", "Let a release go on that waits for people.", InterventionKind.Approve,
            "Each person counts once, before it expires, and who made the image is never enough alone. Who, when, from where and why stay with the release: slipway show tells.",
            new("slipway approve ai-community-backend-prod-e6d3eba1c888 --by ann --reason \"good in staging\"", "as one whom the manifest names")),
        Of(terminal, "reject", "End a release that waits for people.", InterventionKind.Reject,
            "One word is enough: nothing is changed there, and the image can be sent again with slipway promote.",
            new Example("slipway reject ai-community-backend-prod-e6d3eba1c888 --by ann --reason \"not before the fair\"", "as one whom the manifest names")),
    ];

    private static Verb Of(Terminal terminal, string name, string summary, InterventionKind kind, string explanation, Example example)
    {
        var options = new InterventionOptions();
        var release = new Argument<string>("RELEASE") { Description = "its id, as slipway releases shows it" };
        return new Verb(name, summary) { Explanation = explanation, Examples = [example], Endings = [ExitCode.Refused, ExitCode.Failed, ExitCode.Differs] }
            .With([release, .. options.Common])
            .Does((parsed, cancellationToken) =>
                InterventionRun.AskAsync(terminal, parsed, options, (asked, _) => asked with { Release = new(parsed.GetValue(release)!) }, kind, cancellationToken));
    }
}
