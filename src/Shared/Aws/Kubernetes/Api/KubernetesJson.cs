using System.Text.Json;
using System.Text.Json.Serialization;

namespace Slipway.Aws.Kubernetes.Api;

/// <summary>Reads the objects of the API without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WorkloadObject))]
[JsonSerializable(typeof(JobObject))]
[JsonSerializable(typeof(PodObject))]
[JsonSerializable(typeof(ApiStatus))]
[JsonSerializable(typeof(ObjectList<WorkloadObject>))]
[JsonSerializable(typeof(ObjectList<ControllerRevision>))]
[JsonSerializable(typeof(ObjectList<PodObject>))]
[JsonSerializable(typeof(ObjectList<PodMetricsObject>))]
[JsonSerializable(typeof(ObjectList<NodeObject>))]
[JsonSerializable(typeof(ObjectList<ServiceObject>))]
[JsonSerializable(typeof(ObjectList<AutoscalerObject>))]
[JsonSerializable(typeof(ObjectList<QuotaObject>))]
[JsonSerializable(typeof(PodSpec))]
[JsonSerializable(typeof(Dictionary<string, string>))]
public sealed partial class KubernetesJson : JsonSerializerContext
{
    /// <summary>The status of a failed call; null where something else answered, such as a proxy.</summary>
    internal static async Task<ApiStatus?> StatusAsync(HttpContent content, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync(stream, Default.ApiStatus, cancellationToken);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
