using System.CommandLine;
using Slipway.Cli.Screens;
using Slipway.Domain;
using Slipway.Domain.Gates;
using Slipway.Domain.Images;
using Slipway.Domain.Interventions;

namespace Slipway.Cli.Interventions;

/// <summary>slipway promote: an image into an environment, because a person asks for it.</summary>
internal static class PromoteCommand
{
    private static readonly IReadOnlyList<string> Gates = [.. Enum.GetNames<WaivedGate>().Select(name => name.ToLowerInvariant())];

    public static Verb Create(Terminal terminal)
    {
        var options = new InterventionOptions();
        var image = new Argument<string>("REPOSITORY:TAG") { Description = "what is sent, by tag or as repository@sha256:..." };
        var to = new Option<string>("--to") { HelpName = "SYSTEM/ENVIRONMENT", Required = true, Description = "where it goes" };
        var waive = new Option<string[]>("--waive") { HelpName = "GATES", AllowMultipleArgumentsPerToken = true, Description = $"the gates it goes past: {string.Join(", ", Gates)}", DefaultValueFactory = _ => [] };
        return new Verb("promote", "Send an image into an environment: again, or as a hotfix or an emergency.")
        {
            Explanation = "It meets every gate as after a push. --waive upstream makes it a hotfix, --waive window or freeze an emergency: who asked and why stays with the release. Scans, signatures, approvals, quarantines and holds are never waived.",
            Examples = [new("slipway promote cv-hub-api:4f1c2d9 --to cv-hub/production --reason \"try again\"", "after it failed"), new("slipway promote cv-hub-api:hotfix-1 --to cv-hub/production --waive upstream --reason \"login is broken\"", "past development")],
            Endings = [ExitCode.Refused, ExitCode.Failed, ExitCode.Differs],
        }
        .With([image, to, waive, .. options.Common])
        .Does((parsed, cancellationToken) =>
        {
            var name = Parse(parsed.GetValue(image)!);
            var waived = parsed.GetValue(waive)!.SelectMany(word => word.Split(',')).Select(Gate).Distinct().ToList();
            var place = parsed.GetValue(to)!.Split('/') is [{ Length: > 0 } system, { Length: > 0 } environment] ? (system, environment) : throw new RefusalException($"'{parsed.GetValue(to)}' is no environment: write system/environment, such as cv-hub/production.");
            return InterventionRun.AskAsync(
                terminal, parsed, options, (asked, _) => asked with { Image = name, System = new(place.system), Environment = new(place.environment), Waives = waived }, InterventionKind.Promote, cancellationToken);
        });
    }

    private static ImageName Parse(string text) =>
        text.Split('@') is [{ Length: > 0 } repository, var digest] ? new(repository, null, Digest.TryParse(digest, null, out var whole) ? whole : throw new RefusalException($"'{digest}' is no digest: write sha256: and 64 hexadecimal digits."))
        : text.Split(':') is [{ Length: > 0 } named, { Length: > 0 } tag] ? new(named, tag, null)
        : throw new RefusalException($"'{text}' is no image: write repository:tag or repository@sha256:...");

    private static WaivedGate Gate(string word) => Gates.Contains(word, StringComparer.Ordinal)
        ? Enum.Parse<WaivedGate>(word, ignoreCase: true)
        : throw new RefusalException($"No release goes past '{word}': {Suggestion.Sentence(word, Gates)}");
}
