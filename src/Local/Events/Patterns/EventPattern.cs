using System.Text.Json;

namespace Slipway.Local.Events.Patterns;

/// <summary>What is wrong with a pattern, and where: the keys and positions that lead to it.</summary>
public sealed record PatternFault(IReadOnlyList<string> Path, string Message, string Remedy)
{
    public override string ToString() => $"{string.Join('.', Path)}: {Message}; {Remedy}";
}

/// <summary>
/// An EventBridge event pattern. Fields of one map must all match; of the values in a field's list one must.
/// An array in the event matches when one of its elements does.
/// </summary>
public sealed class EventPattern
{
    private readonly FieldTest _test;

    private EventPattern(FieldTest test, string json) => (_test, Json) = (test, json);

    /// <summary>The pattern as it was written.</summary>
    public string Json { get; }

    /// <summary>The pattern, or null and everything that EventBridge would refuse in it.</summary>
    public static EventPattern? TryParse(JsonElement pattern, out IReadOnlyList<PatternFault> faults)
    {
        var parser = new PatternParser();
        var test = parser.Parse(pattern);
        faults = parser.Faults;
        return faults.Count == 0 ? new EventPattern(test, pattern.GetRawText()) : null;
    }

    /// <summary>Throws <see cref="FormatException"/> with every fault.</summary>
    public static EventPattern Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return TryParse(document.RootElement.Clone(), out var faults)
            ?? throw new FormatException(string.Join(Environment.NewLine, faults));
    }

    public bool Matches(JsonElement occurrence) => _test.Matches(occurrence);

    public override string ToString() => Json;
}
