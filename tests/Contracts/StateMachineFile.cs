using YamlDotNet.RepresentationModel;

namespace Slipway.Tests.Contracts;

/// <summary>A state of a definition, wherever it is nested.</summary>
internal sealed record StateText(string Machine, string Name, YamlMappingNode Node)
{
    public string Type => this["Type"] ?? "";

    /// <summary>A field's text; null when the state has no such field.</summary>
    public string? this[string field] => Node.Children.TryGetValue(field, out var value) ? ((YamlScalarNode)value).Value : null;

    /// <summary>The error names of each of its Retry or Catch entries, in order.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Errors(string field) => Node.Children.TryGetValue(field, out var value)
        ? [.. ((YamlSequenceNode)value).Children.Select(entry => (IReadOnlyList<string>)[.. ((YamlSequenceNode)entry["ErrorEquals"]).Children.Select(name => name.ToString())])]
        : [];

    public override string ToString() => $"{Machine}/{Name}";
}

/// <summary>A state machine's definition as it is written, before anything is substituted.</summary>
internal sealed record StateMachineFile(string Name, string Path, string Text, YamlMappingNode Root)
{
    public static IReadOnlyList<StateMachineFile> All { get; } =
        [.. Directory.EnumerateFiles(System.IO.Path.Combine(Repository.Root, "src", "StateMachines")).Order(StringComparer.Ordinal).Select(Read)];

    public static IReadOnlyList<StateText> States { get; } = [.. All.SelectMany(file => StatesOf(file.Name, file.Root))];

    public static IEnumerable<StateText> Tasks => States.Where(state => state.Type == "Task");

    private static StateMachineFile Read(string path)
    {
        var text = File.ReadAllText(path);
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return new(System.IO.Path.GetFileName(path).Split('.')[0], path, text, (YamlMappingNode)stream.Documents[0].RootNode);
    }

    private static IEnumerable<StateText> StatesOf(string machine, YamlMappingNode graph) =>
        ((YamlMappingNode)graph["States"]).Children.SelectMany(state =>
            Nested((YamlMappingNode)state.Value).SelectMany(inner => StatesOf(machine, inner)).Prepend(new(machine, state.Key.ToString(), (YamlMappingNode)state.Value)));

    private static IEnumerable<YamlMappingNode> Nested(YamlMappingNode state) =>
        (state.Children.TryGetValue("ItemProcessor", out var processor) ? [processor] : state.Children.TryGetValue("Branches", out var branches) ? ((YamlSequenceNode)branches).Children : [])
        .Cast<YamlMappingNode>();
}
