using System.Text;
using System.Text.Json;

namespace Slipway.Local.StepFunctions.Documents;

/// <summary>The names of a map, apart from its values: one shape serves every map that a template or a loop produces.</summary>
internal sealed class JsonShape(string[] names)
{
    private const int WorthHashing = 12;

    /// <summary>Names that may follow a shape and are remembered: maps with more kinds than that have names that are data.</summary>
    private const int MostRemembered = 48;

    private readonly byte[] _last = names.Length == 0 ? [] : Encoding.UTF8.GetBytes(names[^1]);
    private Dictionary<string, int>? _places;
    private string[]? _quoted;
    private int _size = -1;
    private JsonShape? _plus;
    private JsonShape[] _remembered = [];

    public static JsonShape Empty { get; } = new([]);

    public string[] Names => names;

    /// <summary>Each name as it is written, with its colon.</summary>
    public string[] Quoted => _quoted ??= Array.ConvertAll(names, JsonEscaping.Quoted);

    /// <summary>Bytes of braces, quoted names, colons and commas.</summary>
    public int Size => _size >= 0 ? _size : _size = 2 + Math.Max(0, names.Length - 1) + names.Sum(name => JsonEscaping.Measure(name) + 1);

    public int IndexOf(string name)
    {
        if (names.Length >= WorthHashing)
            return (_places ??= Places(names)).TryGetValue(name, out var place) ? place : -1;

        for (var at = 0; at < names.Length; at++)
        {
            if (ReferenceEquals(names[at], name) || names[at] == name)
                return at;
        }

        return -1;
    }

    /// <summary>The shape with one more name: known ones are found again, because loops and documents ask for the same ones.</summary>
    public JsonShape Plus(string name)
    {
        if (_plus is { } last && last.Names[^1] == name)
            return last;

        return _plus = Array.Find(_remembered, shape => shape.Names[^1] == name) ?? Remembered(name);
    }

    /// <summary>The shape with the name that a reader stands at; none, and the name's place, when the shape has it already.</summary>
    public (JsonShape? Longer, int Place) Plus(ref Utf8JsonReader reader)
    {
        var written = reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;
        if (_plus is { } last && written.SequenceEqual(last._last))
            return (last, names.Length);

        foreach (var known in _remembered)
        {
            if (written.SequenceEqual(known._last))
                return (_plus = known, names.Length);
        }

        var name = Encoding.UTF8.GetString(written);
        return IndexOf(name) is >= 0 and var place ? (null, place) : (_plus = Remembered(name), names.Length);
    }

    /// <summary>Two threads at once may forget each other's shape, which costs no more than making it again.</summary>
    private JsonShape Remembered(string name)
    {
        var longer = new JsonShape([.. names, name]);
        if (_remembered.Length < MostRemembered)
            _remembered = [.. _remembered, longer];

        return longer;
    }

    private static Dictionary<string, int> Places(string[] names)
    {
        var places = new Dictionary<string, int>(names.Length);
        for (var at = 0; at < names.Length; at++)
            places[names[at]] = at;

        return places;
    }
}
