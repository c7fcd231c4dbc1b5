using System.Text;

namespace Slipway.Local.StepFunctions.Documents;

/// <summary>A JSON object in the order it was written; maps that differ only in values share their <see cref="JsonShape"/>.</summary>
public sealed class JsonMap : Json
{
    private readonly JsonSource? _source;
    private JsonShape? _shape;
    private Json[]? _values;

    internal JsonMap(JsonShape shape, Json[] values) => (_shape, _values) = (shape, values);

    /// <summary>A map whose members are read when somebody asks for them.</summary>
    internal JsonMap(JsonSource source, int depth)
        : base(source.Length, depth) => _source = source;

    public static JsonMap Empty { get; } = new(JsonShape.Empty, []);

    public override JsonKind Kind => JsonKind.Map;

    public int Count => Contents.Length;

    public IReadOnlyList<string> Names => Shape.Names;

    /// <summary>Name and value of each member in order.</summary>
    public IEnumerable<KeyValuePair<string, Json>> Members
    {
        get
        {
            for (var at = 0; at < Contents.Length; at++)
                yield return new(Shape.Names[at], Contents[at]);
        }
    }

    internal ReadOnlySpan<Json> Values => Contents;

    private JsonShape Shape
    {
        get
        {
            _ = Contents;
            return _shape!;
        }
    }

    private Json[] Contents
    {
        get
        {
            if (Volatile.Read(ref _values) is { } known)
                return known;

            (_shape, var values) = JsonReading.Members(_source!);
            Volatile.Write(ref _values, values);
            return values;
        }
    }

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
        var shape = JsonShape.Empty;
        var values = new Json[members.Length];
        for (var at = 0; at < members.Length; at++)
            (shape, values[at]) = (shape.Plus(members[at].Name), members[at].Value);

        return new JsonMap(shape, values);
    }

    /// <summary>The member; null when there is none.</summary>
    public Json? Find(string name)
    {
        var at = Shape.IndexOf(name);
        return at < 0 ? null : Contents[at];
    }

    /// <summary>The same map with one member added or replaced.</summary>
    public JsonMap With(string name, Json value)
    {
        var at = Shape.IndexOf(name);
        Json[] values;
        if (at >= 0)
        {
            values = (Json[])Contents.Clone();
            values[at] = value;
            return new JsonMap(Shape, values);
        }

        values = new Json[Contents.Length + 1];
        Contents.CopyTo(values, 0);
        values[^1] = value;
        return new JsonMap(Shape.Plus(name), values);
    }

    public override bool Equals(Json? other) =>
        ReferenceEquals(this, other) || (other is JsonMap map && map.Count == Count && Members.All(member => member.Value.Equals(map.Find(member.Key))));

    public override int GetHashCode() => Members.Aggregate(Count, (hash, member) => hash ^ HashCode.Combine(member.Key, member.Value));

    public override void Write(StringBuilder text)
    {
        if (_source is not null)
        {
            _source.Write(text);
            return;
        }

        text.Append('{');
        for (var at = 0; at < Contents.Length; at++)
        {
            if (at > 0)
                text.Append(',');

            Contents[at].Write(text.Append(Shape.Quoted[at]));
        }

        text.Append('}');
    }

    internal override void WritePlain(StringBuilder text)
    {
        text.Append('{');
        for (var at = 0; at < Contents.Length; at++)
            Contents[at].WritePlain(text.Append(at > 0 ? ", " : "").Append(Shape.Names[at]).Append('='));

        text.Append('}');
    }

    private protected override int Measure()
    {
        var size = Shape.Size;
        foreach (var value in Contents)
            size += Inside(value);

        return size;
    }
}
