namespace Slipway.Local.StepFunctions.Documents;

/// <summary>The names of a map, apart from its values: one shape serves every map that a template or a loop produces.</summary>
internal sealed class JsonShape(string[] names)
{
    private const int WorthHashing = 12;

    private readonly Dictionary<string, int>? _places = names.Length < WorthHashing ? null : Places(names);
    private int _size = -1;
    private JsonShape? _plus;

    public static JsonShape Empty { get; } = new([]);

    public string[] Names => names;

    /// <summary>Bytes of braces, quoted names, colons and commas.</summary>
    public int Size => _size >= 0 ? _size : _size = 2 + Math.Max(0, names.Length - 1) + names.Sum(name => JsonEscaping.Measure(name) + 1);

    public int IndexOf(string name)
    {
        if (_places is not null)
            return _places.TryGetValue(name, out var place) ? place : -1;

        for (var at = 0; at < names.Length; at++)
        {
            if (ReferenceEquals(names[at], name) || names[at] == name)
                return at;
        }

        return -1;
    }

    /// <summary>The shape with one more name; the last answer is kept, because a loop asks for the same one again and again.</summary>
    public JsonShape Plus(string name)
    {
        if (_plus is { } known && known.Names[^1] == name)
            return known;

        return _plus = new JsonShape([.. names, name]);
    }

    private static Dictionary<string, int> Places(string[] names)
    {
        var places = new Dictionary<string, int>(names.Length);
        for (var at = 0; at < names.Length; at++)
            places[names[at]] = at;

        return places;
    }
}
