using System.IO.Enumeration;
using Slipway.Domain.Images;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Releases;

/// <summary>Where a push goes: the promotions it starts, or the reason why it starts none.</summary>
public sealed record Route(IReadOnlyList<Promotion> Promotions, string Reason);

/// <summary>Decides which systems and environments a push enters: those that run its repository and accept its tag, and from there on to the environments promoted from them.</summary>
public static class PushRouting
{
    /// <summary>How the tags begin that Slipway itself gives to what it protects: a registry tells of them as of pushes.</summary>
    public const string OwnTags = "slipway-";

    public static Route Decide(IReadOnlyList<SystemManifest> systems, Push push)
    {
        if (push.Tag.StartsWith(OwnTags, StringComparison.Ordinal))
        {
            return new([], $"The tag '{push.Tag}' is Slipway's own.");
        }

        var running = systems.Where(system => system.Environments.Any(environment => environment.ServicesOf(push.Image.Repository).Count > 0)).ToList();
        var promotions = running.SelectMany(system => Chains(system, push).Select(chain => new Promotion(system.Name, push, chain))).ToList();
        return new(promotions, Reason(running, promotions, push));
    }

    /// <summary>Tag patterns as in a manifest: one that matches lets the tag in, <c>!pattern</c> takes it out again, the last match counts.</summary>
    public static bool Accepts(IReadOnlyList<string> patterns, string tag) =>
        patterns.LastOrDefault(pattern => FileSystemName.MatchesSimpleExpression(pattern.TrimStart('!'), tag, ignoreCase: false)) is { } match && match[0] != '!';

    /// <summary>The chains that begin where the tag is accepted; one that lies within another is reached by that one.</summary>
    private static IEnumerable<List<EnvironmentName>> Chains(SystemManifest system, Push push)
    {
        var chains = system.Environments
            .Where(environment => environment.ServicesOf(push.Image.Repository).Count > 0 && Accepts(environment.AcceptedTags, push.Tag))
            .Select(environment => Chain(system, environment.Name, push.Image.Repository))
            .ToList();
        return chains.Where(chain => !chains.Any(other => other != chain && other.Contains(chain[0])));
    }

    private static List<EnvironmentName> Chain(SystemManifest system, EnvironmentName entry, string repository)
    {
        List<EnvironmentName> chain = [entry];
        foreach (var environment in system.Environments)
        {
            if (environment.PromoteFrom is { } from && chain.Contains(from) && environment.ServicesOf(repository).Count > 0)
            {
                chain.Add(environment.Name);
            }
        }

        return chain;
    }

    private static string Reason(List<SystemManifest> running, List<Promotion> promotions, Push push) => (running.Count, promotions.Count) switch
    {
        (0, _) => $"No system runs images of the repository {push.Image.Repository}.",
        (_, 0) => $"No environment of {string.Join(", ", running.Select(system => system.Name))} accepts the tag '{push.Tag}'.",
        _ => string.Join("; ", promotions.Select(promotion => $"{promotion.System}: {string.Join(" → ", promotion.Environments)}")),
    };
}
