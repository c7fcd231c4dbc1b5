using System.Text.Json;
using System.Text.Json.Serialization;

namespace AwsPackages.SdkGenerator;

/// <summary>A row of services.json: the three names that a service goes by, and what of it is in use.</summary>
/// <param name="Package">The official package, which a slice takes the place of.</param>
/// <param name="Namespace">The official namespace.</param>
/// <param name="Client">What stands between Amazon and Client in the name of the client.</param>
/// <param name="Model">The name of the model's file, and of its folder in botocore.</param>
/// <param name="Operations">The operations in use.</param>
/// <param name="Official">The feeds hold the official package: the whole model, from which only the tests generate, to compare.</param>
/// <param name="Protocol">The protocol, where the model prefers one that is not generated.</param>
/// <param name="SigningRegion">The region of a service that has one endpoint in the public partition.</param>
/// <param name="EpochMilliseconds">Shape.member of the numbers that the official package shows as a DateTime.</param>
internal sealed record Service(
    string Package,
    string Namespace,
    string Client,
    string Model,
    IReadOnlyList<string>? Operations = null,
    bool Official = false,
    string? Protocol = null,
    string? SigningRegion = null,
    IReadOnlyList<string>? EpochMilliseconds = null)
{
    public static IReadOnlyList<Service> Load(string path)
    {
        using var stream = File.OpenRead(path);
        return JsonSerializer.Deserialize(stream, ServiceJson.Default.IReadOnlyListService)!;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<Service>))]
internal sealed partial class ServiceJson : JsonSerializerContext;
