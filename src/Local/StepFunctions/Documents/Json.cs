using System.Text;

namespace Slipway.Local.StepFunctions.Documents;

/// <summary>The six kinds of a JSON value.</summary>
public enum JsonKind
{
    Null,
    Truth,
    Number,
    Text,
    List,
    Map,
}

/// <summary>
/// An immutable JSON value. States hand these on by reference: a changed document shares everything that did not change, and
/// the size in bytes that the 256 KiB limit asks for is counted once per value.
/// </summary>
public abstract class Json : IEquatable<Json>
{
    private int _size = -1;
    private int _depth;

    private protected Json()
    {
    }

    /// <summary>A value whose size its reader has counted.</summary>
    private protected Json(int size, int depth) => (_size, _depth) = (size, depth);

    public static Json Null { get; } = new JsonNull();

    public static Json True { get; } = new JsonTruth(true);

    public static Json False { get; } = new JsonTruth(false);

    public abstract JsonKind Kind { get; }

    /// <summary>Bytes of the compact UTF-8 form.</summary>
    public int Size => _size >= 0 ? _size : _size = Measure();

    /// <summary>How deep lists and maps are nested in each other: 0 for everything else.</summary>
    public int Depth => Size >= 0 ? _depth : 0;

    /// <summary>The value of a text; null for every other kind.</summary>
    public string? AsText => (this as JsonText)?.Value;

    /// <summary>Reads a JSON text; throws <see cref="FormatException"/> saying where it is broken.</summary>
    public static Json Parse(string text) => JsonReading.Read(text);

    public static Json Of(bool value) => value ? True : False;

    public static Json Of(string? value) => value is null ? Null : new JsonText(value);

    public static Json Of(long value) => new JsonNumber(value);

    /// <summary>The member of a map; null when this is no map or lacks it.</summary>
    public Json? this[string name] => (this as JsonMap)?.Find(name);

    public abstract bool Equals(Json? other);

    public sealed override bool Equals(object? obj) => obj is Json other && Equals(other);

    public abstract override int GetHashCode();

    /// <summary>The compact JSON text.</summary>
    public sealed override string ToString()
    {
        var text = new StringBuilder(Size);
        Write(text);
        return text.ToString();
    }

    /// <summary>Appends the compact JSON text.</summary>
    public abstract void Write(StringBuilder text);

    /// <summary>Appends the value as <c>States.Format</c> shows it, which is how Java prints its maps and lists.</summary>
    internal virtual void WritePlain(StringBuilder text) => Write(text);

    private protected abstract int Measure();

    /// <summary>Called while measuring, for every value directly inside.</summary>
    private protected int Inside(Json inner)
    {
        var size = inner.Size;
        _depth = Math.Max(_depth, inner._depth + 1);
        return size;
    }
}
