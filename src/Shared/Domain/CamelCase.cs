using System.Text.Json;
using System.Text.Json.Serialization;

namespace Slipway.Domain;

/// <summary>Writes an enum's value as the camelCase word that manifests, state machines and people use.</summary>
public sealed class CamelCase<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where TEnum : struct, Enum;
