using System.Text.Json.Serialization;

namespace Slipway.Domain.Images;

/// <summary>An image by what it is: repository and digest. <paramref name="Registry"/> is the registry's account or host name.</summary>
public sealed record Image(string Registry, string Repository, Digest Digest)
{
    /// <summary>The reference by which a workload pulls it, immune to moving tags.</summary>
    [JsonIgnore]
    public string Reference => $"{Registry}/{Repository}@{Digest}";
}
