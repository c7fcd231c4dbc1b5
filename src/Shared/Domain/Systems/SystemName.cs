using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Slipway.Domain.Systems;

/// <summary>The name of a system: what one manifest describes.</summary>
[JsonConverter(typeof(TextConverter<SystemName>))]
public readonly record struct SystemName(string Value) : IParsable<SystemName>
{
    public static SystemName Parse(string s, IFormatProvider? provider) => new(s);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out SystemName result)
    {
        result = new(s ?? "");
        return !string.IsNullOrEmpty(s);
    }

    public override string ToString() => Value;
}
