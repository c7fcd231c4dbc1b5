using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Slipway.Domain.Systems;

/// <summary>The name of an environment of a system, such as development or production.</summary>
[JsonConverter(typeof(TextConverter<EnvironmentName>))]
public readonly record struct EnvironmentName(string Value) : IParsable<EnvironmentName>
{
    public static EnvironmentName Parse(string s, IFormatProvider? provider) => new(s);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out EnvironmentName result)
    {
        result = new(s ?? "");
        return !string.IsNullOrEmpty(s);
    }

    public override string ToString() => Value;
}
