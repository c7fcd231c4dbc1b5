using System.Collections;
using System.Text;

namespace Slipway.Local.StepFunctions.Documents;

/// <summary>A JSON array.</summary>
public sealed class JsonList : Json, IReadOnlyList<Json>
{
    private readonly JsonSource? _source;
    private Json[]? _items;

    internal JsonList(Json[] items) => _items = items;

    /// <summary>A list whose items are read when somebody asks for them.</summary>
    internal JsonList(JsonSource source, int depth)
        : base(source.Length, depth) => _source = source;

    public static JsonList Empty { get; } = new([]);

    public override JsonKind Kind => JsonKind.List;

    public int Count => Items.Length;

    public Json this[int index] => Items[index];

    private Json[] Items => _items ??= JsonReading.Items(_source!);

    public static JsonList Of(IEnumerable<Json> items) => new([.. items]);

    public IEnumerator<Json> GetEnumerator() => ((IEnumerable<Json>)Items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => Items.GetEnumerator();

    public override bool Equals(Json? other) =>
        ReferenceEquals(this, other) || (other is JsonList list && Items.AsSpan().SequenceEqual(list.Items));

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in Items)
            hash.Add(item);

        return hash.ToHashCode();
    }

    public override void Write(StringBuilder text)
    {
        if (_source is not null)
        {
            _source.Write(text);
            return;
        }

        text.Append('[');
        for (var at = 0; at < Items.Length; at++)
        {
            if (at > 0)
                text.Append(',');

            Items[at].Write(text);
        }

        text.Append(']');
    }

    internal JsonList With(int index, Json value)
    {
        var items = (Json[])Items.Clone();
        items[index] = value;
        return new JsonList(items);
    }

    internal override void WritePlain(StringBuilder text)
    {
        text.Append('[');
        for (var at = 0; at < Items.Length; at++)
        {
            if (at > 0)
                text.Append(", ");

            Items[at].WritePlain(text);
        }

        text.Append(']');
    }

    private protected override int Measure()
    {
        var size = 2 + Math.Max(0, Items.Length - 1);
        foreach (var item in Items)
            size += Inside(item);

        return size;
    }
}
