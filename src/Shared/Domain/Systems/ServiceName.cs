using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Slipway.Domain.Systems;

/// <summary>The name of a service within its system, such as api or worker.</summary>
[JsonConverter(typeof(TextConverter<ServiceName>))]
public readonly record struct ServiceName(string Value) : IParsable<ServiceName>
{
    public static ServiceName Parse(string s, IFormatProvider? provider) => new(s);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ServiceName result)
    {
        result = new(s ?? "");
        return !string.IsNullOrEmpty(s);
    }

    public override string ToString() => Value;
}
