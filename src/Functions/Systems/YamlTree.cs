using Slipway.Domain.Systems;
using Slipway.Domain.Systems.Reading;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Slipway.Functions.Systems;

/// <summary>
/// Builds the tree of a manifest from the events of the YAML parser. An alias is read again from where its anchor stands, so
/// that what it repeats has its own path and the anchor's lines; depth and size are limited, because aliases can multiply.
/// </summary>
internal sealed class YamlTree
{
    private const int MostLevels = 32;
    private const int MostNodes = 20_000;

    private readonly ManifestText _source;
    private readonly IReadOnlyList<ParsingEvent> _events;
    private readonly Dictionary<AnchorName, int> _anchors = [];
    private readonly HashSet<ManifestProblem> _problems = [];
    private int _at;
    private int _nodes;

    private YamlTree(ManifestText source) => (_source, _events) = (source, YamlEvents.Read(source.Text));

    public ManifestNode Root { get; private set; } = new ScalarNode(1, "", "", Quoted: false);

    public IReadOnlyList<ManifestProblem> Problems => [.. _problems.OrderBy(problem => problem.Line)];

    /// <exception cref="YamlException">The text is no YAML, more than one document, too deep or too large.</exception>
    public static YamlTree Parse(ManifestText source)
    {
        var tree = new YamlTree(source);
        if (tree._events.Count > 0)
        {
            tree.Root = tree.Build("", line: null, levels: 0);
        }

        return tree;
    }

    /// <summary>The node at the current event. <paramref name="line"/> is its key's, where it has one.</summary>
    private ManifestNode Build(string path, int? line, int levels)
    {
        var parsed = _events[_at++];
        if (levels > MostLevels || ++_nodes > MostNodes)
        {
            throw new YamlException(parsed.Start, parsed.End, levels > MostLevels ? $"more than {MostLevels} levels deep" : $"more than {MostNodes} values, aliases counted in full");
        }

        if (parsed is NodeEvent { Anchor.IsEmpty: false } anchored)
        {
            _anchors[anchored.Anchor] = _at - 1;
        }

        var at = line ?? (int)parsed.Start.Line;
        return parsed switch
        {
            AnchorAlias alias => BuildAlias(alias, path, at, levels),
            MappingStart => new MapNode(at, path, Merged(BuildMap(path, levels))),
            SequenceStart => new ListNode(at, path, BuildList(path, levels)),
            Scalar scalar => new ScalarNode(at, path, scalar.Value, scalar.Style != ScalarStyle.Plain || scalar.Tag == "tag:yaml.org,2002:str"),
            _ => throw new YamlException(parsed.Start, parsed.End, "a value was expected"),
        };
    }

    private ManifestNode BuildAlias(AnchorAlias alias, string path, int line, int levels)
    {
        if (!_anchors.TryGetValue(alias.Value, out var anchor))
        {
            throw new YamlException(alias.Start, alias.End, $"*{alias.Value} stands for nothing: no &{alias.Value} comes before it");
        }

        var after = _at;
        _at = anchor;
        var node = Build(path, line, levels + 1);
        _at = after;
        return node;
    }

    private List<MapEntry> BuildMap(string path, int levels)
    {
        var entries = new List<MapEntry>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        while (_events[_at] is not MappingEnd)
        {
            var (key, line) = BuildKey(path, levels);
            var value = Build(ManifestNode.Join(path, key), line, levels + 1);
            if (lines.TryAdd(key, line))
            {
                entries.Add(new(key, value));
            }
            else
            {
                _problems.Add(new(_source.File, line, value.Path, $"stands here twice, first on line {lines[key]}; remove one or rename it"));
            }
        }

        _at++;
        return entries;
    }

    private (string Key, int Line) BuildKey(string path, int levels)
    {
        var key = _events[_at];
        var line = (int)key.Start.Line;
        return Build(path, line, levels + 1) is ScalarNode { Value: var text }
            ? (text, line)
            : throw new YamlException(key.Start, key.End, "a key is a word, not a list or a map");
    }

    private List<ManifestNode> BuildList(string path, int levels)
    {
        var items = new List<ManifestNode>();
        while (_events[_at] is not SequenceEnd)
        {
            items.Add(Build($"{path}[{items.Count}]", line: null, levels + 1));
        }

        _at++;
        return items;
    }

    /// <summary>The merge key <c>&lt;&lt;</c> of YAML: what it names is there unless the map itself says otherwise.</summary>
    private static List<MapEntry> Merged(List<MapEntry> entries)
    {
        var sources = entries.Where(entry => entry.Key == "<<").SelectMany(entry => entry.Value is ListNode list ? list.Values : [entry.Value]).OfType<MapNode>().ToList();
        return sources.Count == 0
            ? entries
            : [.. entries.Where(entry => entry.Key != "<<").Concat(sources.SelectMany(source => source.Keys)).DistinctBy(entry => entry.Key)];
    }
}
