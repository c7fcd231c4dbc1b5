using System.Text.Json;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;

namespace Slipway.Tests.Ports.Records;

/// <summary>Records to write and read back.</summary>
internal static class RecordSamples
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public static Push Push(int number) => new($"push-{number}", new("123456789012", "shop/api", Digest.Parse($"sha256:{number:x64}")), "v2", Start.AddMinutes(number));

    public static Release Release(int number, string environment = "production") => new()
    {
        Id = new($"shop-api-{environment}-{number}"),
        System = new("shop"),
        Environment = new(environment),
        Push = Push(number),
        Manifest = "1",
        StableWithin = TimeSpan.FromMinutes(10),
        Status = ReleaseStatus.Waiting,
        Reason = "Pushed as shop/api:v2.",
        Services = [new(new("api"), new(new("eu-central-1"), "shop", "shop", Slipway.Domain.Systems.WorkloadKind.Deployment, "shop-api", "api"))],
        Stages = [new(ReleaseStatus.Waiting, Start, "Pushed as shop/api:v2.")],
    };

    public static Verdict Verdict(string reason) => new(VerdictKind.Pass, "Queue", reason, JsonSerializer.SerializeToElement("inputs"), Start);

    public static Incident Incident(string id) => new() { Id = id, AlarmName = "shop-production-api-cpu", Status = IncidentStatus.Open, Reason = "It went off.", OpenedAt = Start };
}
