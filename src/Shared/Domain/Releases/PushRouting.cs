using System.IO.Enumeration;
using Slipway.Domain.Images;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Releases;

/// <summary>Where a push enters.</summary>
public sealed record Entry(SystemName System, EnvironmentName Environment);

/// <summary>Where a push goes: the environments it enters, or the reason why it enters none.</summary>
public sealed record Route(IReadOnlyList<Entry> Entries, string Reason)
{
    /// <summary>The systems that it enters.</summary>
    public IEnumerable<SystemManifest> Of(IReadOnlyList<SystemManifest> systems) => systems.Where(system => Entries.Any(entry => entry.System == system.Name));
}

/// <summary>Decides which systems and environments a push enters: those that run its repository and accept its tag. The environments promoted from there follow when it was verified.</summary>
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

        if (IsAttached(push.Tag))
        {
            return new([], $"The tag '{push.Tag}' names what belongs to another image: a signature, an attestation or a list of such.");
        }

        var running = systems.Where(system => Running(system, push).Any()).ToList();
        var entries = running.SelectMany(system => EntriesOf(system, push).Select(name => (System: system, Name: name))).ToList();
        return new([.. entries.Select(entry => new Entry(entry.System.Name, entry.Name))], (running, entries) switch
        {
            ([], _) => $"No system runs images of the repository {push.Image.Repository}.",
            (_, []) => $"No environment of {string.Join(", ", running.Select(system => system.Name))} accepts the tag '{push.Tag}'.",
            _ => string.Join("; ", entries.Select(entry => $"{entry.System.Name}: {string.Join(" → ", Reach(entry.System, entry.Name, push))}")),
        });
    }

    /// <summary>The tags under which signatures and the like are kept, by cosign and where a registry has no referrers API: <c>sha256-</c>, the digest of the image, and a suffix.</summary>
    private static bool IsAttached(string tag) => tag.Length >= 71 && tag.StartsWith("sha256-", StringComparison.Ordinal) && Digest.TryParse($"sha256:{tag[7..71]}", null, out _);

    /// <summary>Tag patterns as in a manifest: one that matches lets the tag in, <c>!pattern</c> takes it out again, the last match counts.</summary>
    public static bool Accepts(IReadOnlyList<string> patterns, string tag) =>
        patterns.LastOrDefault(pattern => FileSystemName.MatchesSimpleExpression(pattern.TrimStart('!'), tag, ignoreCase: false)) is { } match && match[0] != '!';

    /// <summary>The environments that what was verified in this one enters from there.</summary>
    public static IEnumerable<EnvironmentManifest> Next(SystemManifest system, EnvironmentName from, Push push) =>
        Running(system, push).Where(environment => environment.PromoteFrom.Contains(from));

    /// <summary>An environment and all that an image can come to from there, each after those it comes from.</summary>
    public static IReadOnlyList<EnvironmentName> Reach(SystemManifest system, EnvironmentName entry, Push push)
    {
        List<EnvironmentName> reached = [entry];
        foreach (var environment in Running(system, push).Where(environment => environment.Name != entry))
        {
            if (environment.PromoteFrom.Any(reached.Contains))
            {
                reached.Add(environment.Name);
            }
        }

        return reached;
    }

    /// <summary>Where the tag is accepted; an environment that the push comes to from another of them is not entered twice.</summary>
    private static IEnumerable<EnvironmentName> EntriesOf(SystemManifest system, Push push)
    {
        var accepting = Running(system, push)
            .Where(environment => Accepts(environment.AcceptedTags, push.Tag))
            .Select(environment => environment.Name)
            .ToList();
        return accepting.Where(entry => !accepting.Any(other => other != entry && Reach(system, other, push).Contains(entry)));
    }

    /// <summary>Where a service runs the image, or one that is released with it.</summary>
    internal static IEnumerable<EnvironmentManifest> Running(SystemManifest system, Push push) =>
        system.Environments.Where(environment => environment.ServicesOf(system.ReleasedWith(push.Image.Repository)).Count > 0);
}
