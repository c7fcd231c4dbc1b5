using System.Text.Json;
using Amazon.Lambda.Serialization.SystemTextJson;
using Slipway.Domain;

namespace Slipway.Functions;

/// <summary>Reads events and writes answers in the domain's own JSON form.</summary>
public sealed class EventSerializer() : SourceGeneratorLambdaJsonSerializer<FunctionsJson>((JsonSerializerOptions options) =>
{
    options.PropertyNamingPolicy = DomainJson.Default.Options.PropertyNamingPolicy;
    options.DictionaryKeyPolicy = DomainJson.Default.Options.DictionaryKeyPolicy;
    options.DefaultIgnoreCondition = DomainJson.Default.Options.DefaultIgnoreCondition;
});
