using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Slipway.Domain.Images;
using Slipway.Domain.Notifications;
using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;

namespace Slipway.Aws.Records;

/// <summary>Where an item stands in the table: <see cref="DynamoTable"/> says what stands where.</summary>
internal readonly record struct RecordKey(string PartitionKey, string SortKey = "record")
{
    public const string Partition = "pk";
    public const string Sort = "sk";
    private const string Waits = "wait#";

    /// <summary>The partition of the notices of which somebody was not told yet.</summary>
    public const string Untold = "untold";

    /// <summary>The key as the SDK takes it; a new one each time, because requests own theirs.</summary>
    public Dictionary<string, AttributeValue> Attributes => new() { [Partition] = new(PartitionKey), [Sort] = new(SortKey) };

    public static RecordKey Tokens { get; } = new("tokens");

    public static RecordKey Of(ReleaseId id) => new($"release#{id}");

    public static RecordKey Of(LeaseKey key) => new($"lease#{key}");

    public static RecordKey OfPush(string id) => new($"push#{id}");

    public static RecordKey OfSweep(string registry, string repository) => new($"sweep#{registry}/{repository}");

    public static RecordKey OfNotice(string id) => new($"notice#{id}");

    public static RecordKey OfUntold(string notice) => new(Untold, notice);

    public static RecordKey OfBreaker(string service) => new($"breaker#{service}");

    public static RecordKey Of(NoticeThread thread) => new($"thread#{thread.Id}", thread.Channel);

    public static RecordKey OfIncident(string id) => new($"incident#{id}");

    public static RecordKey OfIntervention(string id) => new($"intervention#{id}");

    public static RecordKey Of(RestraintKind kind, string scope) => new(Restraints(kind), scope);

    public static RecordKey OfWaits(Digest digest) => new($"{Waits}{digest}");

    public static RecordKey OfScaling(SystemName system, EnvironmentName environment, ServiceName service) => new($"scaling#{system}/{environment}/{service}");

    public static RecordKey OfGood(SystemName system, EnvironmentName environment, ServiceName service) => new(Environment(system, environment), $"good#{service}");

    public static RecordKey OfTemplate(WorkloadAddress workload, string fingerprint) =>
        new($"template#{workload.Location.Region}/{workload.Cluster}/{workload.Namespace}/{workload.Kind}/{workload.Name}/{workload.Container}", fingerprint);

    /// <summary>Its place among the releases of its environment, whose order is that of the pushes.</summary>
    public static RecordKey InEnvironment(Release release) =>
        new(Environment(release.System, release.Environment), $"release#{release.Push.PushedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)}#{release.Id}");

    public static RecordKey UnderDigest(Digest digest, Release release) => new(Digest(digest), $"release#{release.Id}");

    public static string Restraints(RestraintKind kind) => $"restraints#{kind.ToString().ToLowerInvariant()}";

    public static string Environment(SystemName system, EnvironmentName environment) => $"environment#{system}/{environment}";

    public static string Digest(Digest digest) => $"digest#{digest}";

    /// <summary>The digest whose releases wait in an item.</summary>
    public static Digest WaitsOf(Item item) => Domain.Images.Digest.Parse(item.Text(Partition)![Waits.Length..]);
}
