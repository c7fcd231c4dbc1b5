using System.Globalization;
using System.Text;

namespace Slipway.Local.StepFunctions.Documents;

/// <summary>The JSON null.</summary>
public sealed class JsonNull : Json
{
    internal JsonNull()
    {
    }

    public override JsonKind Kind => JsonKind.Null;

    public override bool Equals(Json? other) => other is JsonNull;

    public override int GetHashCode() => 0;

    public override void Write(StringBuilder text) => text.Append("null");

    private protected override int Measure() => 4;
}

/// <summary>A JSON boolean.</summary>
public sealed class JsonTruth : Json
{
    internal JsonTruth(bool value) => Value = value;

    public override JsonKind Kind => JsonKind.Truth;

    public bool Value { get; }

    public override bool Equals(Json? other) => other is JsonTruth truth && truth.Value == Value;

    public override int GetHashCode() => Value ? 1 : 2;

    public override void Write(StringBuilder text) => text.Append(Value ? "true" : "false");

    private protected override int Measure() => Value ? 4 : 5;
}

/// <summary>A JSON number that keeps the digits it was written with, so that 0.0 stays 0.0 and large integers stay exact.</summary>
public sealed class JsonNumber : Json
{
    private readonly long _whole;
    private readonly string? _written;

    public JsonNumber(long value)
    {
        _whole = value;
        Value = value;
        IsWhole = true;
    }

    public JsonNumber(double value) => Value = value;

    private JsonNumber(double value, string written) => (Value, _written) = (value, written);

    public override JsonKind Kind => JsonKind.Number;

    public double Value { get; }

    /// <summary>Whether it was written without fraction and exponent and fits 64 bits.</summary>
    public bool IsWhole { get; }

    /// <summary>The exact integer of a number that is one.</summary>
    public long Whole => IsWhole ? _whole : (long)Value;

    public static JsonNumber FromDigits(string written) =>
        long.TryParse(written, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) && written != "-0"
            ? new JsonNumber(whole)
            : new JsonNumber(double.Parse(written, NumberStyles.Float, CultureInfo.InvariantCulture), written);

    private string Fraction => _written ?? Value.ToString("R", CultureInfo.InvariantCulture);

    public override bool Equals(Json? other) =>
        other is JsonNumber number && (IsWhole && number.IsWhole ? _whole == number._whole : Value.Equals(number.Value));

    public override int GetHashCode() => Value.GetHashCode();

    public override void Write(StringBuilder text)
    {
        if (IsWhole)
            text.Append(_whole);
        else
            text.Append(Fraction);
    }

    private protected override int Measure() => IsWhole ? Digits(_whole) : Fraction.Length;

    private static int Digits(long value)
    {
        var digits = value < 0 ? 2 : 1;
        for (value /= 10; value != 0; value /= 10)
            digits++;

        return digits;
    }
}

/// <summary>A JSON string.</summary>
public sealed class JsonText : Json
{
    public JsonText(string value) => Value = value;

    internal JsonText(string value, int size)
        : base(size, 0) => Value = value;

    public override JsonKind Kind => JsonKind.Text;

    public string Value { get; }

    public override bool Equals(Json? other) => other is JsonText text && text.Value == Value;

    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    public override void Write(StringBuilder text) => JsonEscaping.Write(text, Value);

    internal override void WritePlain(StringBuilder text) => text.Append(Value);

    private protected override int Measure() => JsonEscaping.Measure(Value);
}
