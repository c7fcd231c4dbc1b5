namespace Slipway.Domain.Systems.Reading;

/// <summary>Everything that is wrong in one manifest. A piece is looked at once per environment, and told of once.</summary>
internal sealed class Problems(string file)
{
    private readonly HashSet<ManifestProblem> _all = [];

    public bool Any => _all.Count > 0;

    public IReadOnlyList<ManifestProblem> InOrder =>
        [.. _all.OrderBy(problem => problem.Line).ThenBy(problem => problem.Path, StringComparer.Ordinal).ThenBy(problem => problem.Message, StringComparer.Ordinal)];

    public void Add(ManifestNode node, string message) => _all.Add(new(file, node.Line, node.Path.Length == 0 ? "manifest" : node.Path, message));
}
