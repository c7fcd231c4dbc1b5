using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Lambda.CloudWatchEvents;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.SQSEvents;

namespace Slipway.Tests.AwsPackages;

/// <summary>An event and an answer of the tests.</summary>
public sealed record Order(string Name, int Count = 1);

[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(SQSEvent))]
[JsonSerializable(typeof(SQSBatchResponse))]
[JsonSerializable(typeof(CloudWatchEvent<Order>))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true)]
public sealed partial class SampleJson : JsonSerializerContext;

/// <summary>A serializer whose options are those of its context.</summary>
public sealed class SampleSerializer : SourceGeneratorLambdaJsonSerializer<SampleJson>
{
    protected override JsonSerializerOptions CreateDefaultJsonSerializationOptions() => new(SampleJson.Default.Options);
}
