using System.Collections;
using System.Text;

namespace Slipway.Local.StepFunctions.Documents;

/// <summary>A JSON array.</summary>
public sealed class JsonList : Json, IReadOnlyList<Json>
{
    private readonly Json[] _items;

    internal JsonList(Json[] items) => _items = items;

    public static JsonList Empty { get; } = new([]);

    public override JsonKind Kind => JsonKind.List;

    public int Count => _items.Length;

    public Json this[int index] => _items[index];

    public static JsonList Of(IEnumerable<Json> items) => new([.. items]);

    public IEnumerator<Json> GetEnumerator() => ((IEnumerable<Json>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

    public override bool Equals(Json? other) =>
        ReferenceEquals(this, other) || (other is JsonList list && _items.AsSpan().SequenceEqual(list._items));

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in _items)
            hash.Add(item);

        return hash.ToHashCode();
    }

    public override void Write(StringBuilder text)
    {
        text.Append('[');
        for (var at = 0; at < _items.Length; at++)
        {
            if (at > 0)
                text.Append(',');

            _items[at].Write(text);
        }

        text.Append(']');
    }

    internal JsonList With(int index, Json value)
    {
        var items = (Json[])_items.Clone();
        items[index] = value;
        return new JsonList(items);
    }

    internal override void WritePlain(StringBuilder text)
    {
        text.Append('[');
        for (var at = 0; at < _items.Length; at++)
        {
            if (at > 0)
                text.Append(", ");

            _items[at].WritePlain(text);
        }

        text.Append(']');
    }

    private protected override int Measure()
    {
        var size = 2 + Math.Max(0, _items.Length - 1);
        foreach (var item in _items)
            size += Inside(item);

        return size;
    }
}
