using Slipway.Domain.Systems.Shapes;

namespace Slipway.Domain.Systems.Reading;

/// <summary>
/// A piece of a manifest with the line and the path where it was written, so that every message can point there; what an
/// override wrote keeps the override's place. Asking for what is not there or of another kind answers with nothing.
/// </summary>
public abstract record ManifestNode(int Line, string Path)
{
    internal abstract string Found { get; }

    internal virtual IReadOnlyList<MapEntry> Entries => [];

    internal virtual IReadOnlyList<ManifestNode> Items => [];

    internal virtual string? Text => null;

    internal int? Whole => Measure.Whole(Text);

    internal double? Number => Measure.Number(Text);

    internal TimeSpan? Duration => Measure.Duration(Text);

    internal bool? Flag => Text is "true" or "false" ? Text == "true" : null;

    internal IReadOnlyList<string> Texts => [.. Items.Select(item => item.Text).OfType<string>()];

    /// <summary>A value that stands alone counts as a list of one.</summary>
    internal IReadOnlyList<string> OneOrMore => Text is { } only ? [only] : Texts;

    internal ManifestNode this[string key] => Find(key) ?? new AbsentNode(Line, Join(Path, key));

    public static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    internal ManifestNode? Find(string key) => Entries.FirstOrDefault(entry => entry.Key == key)?.Value;
}

/// <summary>A key and its value; the value's line is the key's, so that a message about either points at the key.</summary>
public sealed record MapEntry(string Key, ManifestNode Value);

/// <summary>Keys and values in the order in which they were written, each key once.</summary>
public sealed record MapNode(int Line, string Path, IReadOnlyList<MapEntry> Keys) : ManifestNode(Line, Path)
{
    internal override string Found => "a map";

    internal override IReadOnlyList<MapEntry> Entries => Keys;
}

/// <summary>Values one after another.</summary>
public sealed record ListNode(int Line, string Path, IReadOnlyList<ManifestNode> Values) : ManifestNode(Line, Path)
{
    internal override string Found => "a list";

    internal override IReadOnlyList<ManifestNode> Items => Values;
}

/// <summary>A single value as it was written. Quotes tell the text "1.30" from the number 1.3.</summary>
public sealed record ScalarNode(int Line, string Path, string Value, bool Quoted) : ManifestNode(Line, Path)
{
    private const int Shown = 60;

    internal override string Found => IsNull ? "nothing" : Value.Length > Shown ? $"'{Value[..Shown]}...'" : $"'{Value}'";

    internal override string? Text => IsNull ? null : Value;

    internal bool IsText => Quoted || !(IsNull || Value is "true" or "false" || Measure.Number(Value) is not null);

    private bool IsNull => !Quoted && Value is "" or "~" or "null";
}

/// <summary>What was asked for and is not there.</summary>
internal sealed record AbsentNode(int Line, string Path) : ManifestNode(Line, Path)
{
    internal override string Found => "nothing";
}
