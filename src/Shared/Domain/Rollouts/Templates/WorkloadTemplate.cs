using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Slipway.Domain.Rollouts.Templates;

/// <summary>What the replicas of a workload are made from, and with which configuration: a pod template of Kubernetes, a task definition of ECS.</summary>
/// <param name="Fingerprint">Tells it from others; images are no part of it.</param>
/// <param name="Text">JSON, in the cluster's own words.</param>
public sealed record WorkloadTemplate(string Fingerprint, string Text)
{
    /// <summary>In characters; what is longer is compared and not kept.</summary>
    public const int Longest = 200_000;

    /// <summary>The revision that it is read from, <c>family:revision</c>; null on Kubernetes.</summary>
    public string? Revision { get; init; }

    public bool IsKept => Text.Length <= Longest;

    public static WorkloadTemplate Of(JsonObject template, string? revision = null)
    {
        var fields = string.Join('\n', TemplateFields.Of(template).Select(field => $"{field.Key}={field.Value}"));
        return new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(fields)))[..32], template.ToJsonString()) { Revision = revision };
    }
}
