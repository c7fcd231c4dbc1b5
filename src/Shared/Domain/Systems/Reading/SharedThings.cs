namespace Slipway.Domain.Systems.Reading;

/// <summary>Finds what two environments of a system would both change: a release of one would be a release of the other.</summary>
internal static class SharedThings
{
    public static void Check(IReadOnlyList<(string Name, MapNode Document)> environments, Problems problems)
    {
        var places = environments.Select(environment => (environment.Name, Node: environment.Document["environments"][environment.Name]));
        foreach (var (name, node, first) in Twice(places.Where(place => place.Node["cluster"].Text is not null), place => $"{place.Node["cluster"].Text}/{place.Node["namespace"].Text}"))
        {
            problems.Add(node["cluster"], $"{name} and {first} would change the same workloads; give each its own cluster or namespace");
        }

        var databases = environments.SelectMany(environment => environment.Document["databases"].Entries.Select(entry => (environment.Name, Node: entry.Value)));
        foreach (var (name, node, first) in Twice(databases.Where(database => database.Node["identifier"].Text is not null), database => database.Node["identifier"].Text))
        {
            problems.Add(node["identifier"], $"is the database '{node["identifier"].Text}' of {first} already; write another one, here or under environments.{name}.overrides");
        }
    }

    private static IEnumerable<(string Name, ManifestNode Node, string First)> Twice(
        IEnumerable<(string Name, ManifestNode Node)> things, Func<(string Name, ManifestNode Node), string?> identity) =>
        things.GroupBy(identity).SelectMany(same => same.Skip(1).Select(thing => (thing.Name, thing.Node, same.First().Name)));
}
