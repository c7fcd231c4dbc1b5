using System.Text;

namespace Slipway.Local.StepFunctions.Documents;

/// <summary>A JSON object in the order it was written; maps that differ only in values share their <see cref="JsonShape"/>.</summary>
public sealed class JsonMap : Json
{
    private readonly JsonShape _shape;
    private readonly Json[] _values;

    internal JsonMap(JsonShape shape, Json[] values) => (_shape, _values) = (shape, values);

    public static JsonMap Empty { get; } = new(JsonShape.Empty, []);

    public override JsonKind Kind => JsonKind.Map;

    public int Count => _values.Length;

    public IReadOnlyList<string> Names => _shape.Names;

    /// <summary>Name and value of each member in order.</summary>
    public IEnumerable<KeyValuePair<string, Json>> Members
    {
        get
        {
            for (var at = 0; at < _values.Length; at++)
                yield return new(_shape.Names[at], _values[at]);
        }
    }

    internal ReadOnlySpan<Json> Values => _values;

    /// <summary>A map of the members; of two with one name the later one counts.</summary>
    public static JsonMap Of(IEnumerable<KeyValuePair<string, Json>> members)
    {
        var places = new Dictionary<string, int>();
        var names = new List<string>();
        var values = new List<Json>();
        foreach (var (name, value) in members)
        {
            if (places.TryAdd(name, names.Count))
            {
                names.Add(name);
                values.Add(value);
            }
            else
            {
                values[places[name]] = value;
            }
        }

        return names.Count == 0 ? Empty : new JsonMap(new JsonShape([.. names]), [.. values]);
    }

    public static JsonMap Of(params ReadOnlySpan<(string Name, Json Value)> members)
    {
        var names = new string[members.Length];
        var values = new Json[members.Length];
        for (var at = 0; at < members.Length; at++)
            (names[at], values[at]) = members[at];

        return new JsonMap(new JsonShape(names), values);
    }

    /// <summary>The member; null when there is none.</summary>
    public Json? Find(string name)
    {
        var at = _shape.IndexOf(name);
        return at < 0 ? null : _values[at];
    }

    /// <summary>The same map with one member added or replaced.</summary>
    public JsonMap With(string name, Json value)
    {
        var at = _shape.IndexOf(name);
        Json[] values;
        if (at >= 0)
        {
            values = (Json[])_values.Clone();
            values[at] = value;
            return new JsonMap(_shape, values);
        }

        values = new Json[_values.Length + 1];
        _values.CopyTo(values, 0);
        values[^1] = value;
        return new JsonMap(_shape.Plus(name), values);
    }

    public override bool Equals(Json? other) =>
        ReferenceEquals(this, other) || (other is JsonMap map && map.Count == Count && Members.All(member => member.Value.Equals(map.Find(member.Key))));

    public override int GetHashCode() => Members.Aggregate(Count, (hash, member) => hash ^ HashCode.Combine(member.Key, member.Value));

    public override void Write(StringBuilder text)
    {
        text.Append('{');
        for (var at = 0; at < _values.Length; at++)
        {
            if (at > 0)
                text.Append(',');

            JsonEscaping.Write(text, _shape.Names[at]);
            _values[at].Write(text.Append(':'));
        }

        text.Append('}');
    }

    internal override void WritePlain(StringBuilder text)
    {
        text.Append('{');
        for (var at = 0; at < _values.Length; at++)
            _values[at].WritePlain(text.Append(at > 0 ? ", " : "").Append(_shape.Names[at]).Append('='));

        text.Append('}');
    }

    private protected override int Measure()
    {
        var size = _shape.Size;
        foreach (var value in _values)
            size += Inside(value);

        return size;
    }
}
