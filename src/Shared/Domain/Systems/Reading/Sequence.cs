namespace Slipway.Domain.Systems.Reading;

/// <summary>Puts named things after those they need, otherwise in the order in which they were written.</summary>
internal sealed class Sequence
{
    private readonly Dictionary<string, IReadOnlyList<string>> _needs = [];
    private readonly List<string> _ordered = [];
    private readonly List<string> _path = [];
    private readonly List<IReadOnlyList<string>> _cycles = [];

    /// <summary>Names that are needed and not among the keys do not matter here: they are reported where they are written.</summary>
    public Sequence(IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> needs)
    {
        var written = needs.ToList();
        written.ForEach(pair => _needs.TryAdd(pair.Key, pair.Value));
        written.ForEach(pair => Visit(pair.Key));
    }

    public IReadOnlyList<string> Ordered => _ordered;

    /// <summary>Each ring of names that need one another, its first name repeated at the end.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Cycles => _cycles;

    private void Visit(string name)
    {
        if (_ordered.Contains(name) || !_needs.TryGetValue(name, out var needed))
        {
            return;
        }

        if (_path.IndexOf(name) is >= 0 and var start)
        {
            _cycles.Add([.. _path[start..], name]);
            return;
        }

        _path.Add(name);
        foreach (var need in needed)
        {
            Visit(need);
        }

        _path.RemoveAt(_path.Count - 1);
        _ordered.Add(name);
    }
}
