namespace Slipway.Domain.Systems.Reading;

/// <summary>Lays an environment's overrides over the manifest: maps are merged key by key, everything else is replaced.</summary>
internal static class Overrides
{
    /// <summary>The sections whose entries have names of the user's: an override changes an entry, it does not add one.</summary>
    private static readonly string[] Named = ["services", "nodeGroups", "jobs", "databases", "queues", "alarms"];

    /// <summary>The manifest as it holds in the environment. What an override wrote keeps its own line and path.</summary>
    public static MapNode Apply(MapNode document, ManifestNode overrides, Problems problems)
    {
        var known = overrides.Entries.Select(section => Named.Contains(section.Key) ? OnlyKnown(section, document[section.Key], problems) : section);
        return Merge(document, [.. known]);
    }

    private static MapEntry OnlyKnown(MapEntry section, ManifestNode declared, Problems problems)
    {
        if (section.Value is not MapNode map)
        {
            return section;
        }

        var unknown = map.Keys.Where(entry => declared.Find(entry.Key) is null).ToList();
        var names = declared.Entries.Select(entry => entry.Key).ToList();
        foreach (var entry in unknown)
        {
            problems.Add(entry.Value, $"{section.Key} has no '{entry.Key}' to override; {Suggestion.For(entry.Key, names, "it has")}");
        }

        return section with { Value = map with { Keys = [.. map.Keys.Except(unknown)] } };
    }

    private static MapNode Merge(MapNode under, IReadOnlyList<MapEntry> over)
    {
        var changed = under.Keys.Select(entry => over.FirstOrDefault(other => other.Key == entry.Key) is { } other ? Merge(entry, other) : entry);
        var added = over.Where(entry => under.Find(entry.Key) is null);
        return under with { Keys = [.. changed, .. added] };
    }

    private static MapEntry Merge(MapEntry under, MapEntry over) =>
        (under.Value, over.Value) is (MapNode below, MapNode above) ? under with { Value = Merge(below, above.Keys) } : over;
}
