using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Slipway.Domain;
using Slipway.Domain.Executions;
using Slipway.Domain.Gates;
using Slipway.Domain.Images;
using Slipway.Domain.Interventions;
using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;
using Slipway.Domain.Restraints;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Canary;
using Slipway.Domain.Rollouts.Templates;
using Slipway.Domain.Snapshots;
using Slipway.Domain.Systems;
using Slipway.Local.Hosting;

namespace Slipway.Tests.Contracts;

/// <summary>What Lambda's serializer carries between handlers is the domain's own JSON, and nothing of it is lost on the way.</summary>
public sealed class JsonFormTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly Image Api = new("123456789012.dkr.ecr.us-east-1.amazonaws.com", "cv-hub-api", Digest.Parse("sha256:" + new string('a', 64)));
    private static readonly Location Production = new("us-west-2", "arn:aws:iam::222233334444:role/slipway");
    private static readonly WorkloadAddress ApiWorkload = new(Production, "c", "n", WorkloadKind.Deployment, "api", "api");
    private static readonly Push Push = new("push-1", Api, "4f1c2d9", At);
    private static readonly TaskError Error = new("UnavailableException", "the cluster does not answer");

    private static readonly LastKnownGood Good = new(new("cv-hub"), new("production"), new("api"), Api, "v1", new("cv-hub-api-production-000000000000"), At) { Replicas = 3, Template = "t0" };

    private static readonly Release Release = Domain.Releases.Release.Open(
        new SystemManifest { Name = new("cv-hub"), DisplayName = "CV-Hub", Region = "us-west-2", Version = "1", Environments = [], Notifications = Domain.Notifications.NotificationPolicy.Silent },
        new EnvironmentManifest { Name = new("production"), Location = Production, Cluster = "c", Namespace = "n", Services = [] },
        [new Service { Name = new("api"), Kind = WorkloadKind.Deployment, Workload = "api", Container = "api", Repository = "cv-hub-api", Replicas = new(1, 2, 3) }],
        Push,
        At) with
    {
        Services = [new(new("api"), ApiWorkload) { Previous = Api, PreviousReplicas = 3, Template = "t1", Applied = "t1", Drift = new(1, At, ["image"]), Pause = new("hook-1", At, true, At) { ToldAt = At }, Good = Good, ReturnsTo = Good, ChangedAt = At, CanaryReplicas = 1 }],
        Snapshots = [new("slipway-1", new(Production, "main", IsCluster: true), SnapshotStatus.Available, 100, At) { AvailableAt = At, CopiedFrom = new(Production, "main", IsCluster: true), EncryptionKey = "alias/main" }],
        Migrations = [new("migrate", new(ApiWorkload, "migrate-1"), TimeSpan.FromMinutes(15), At) { Outcome = JobStatus.Succeeded, Log = "done", TakenFrom = new("r") }],
        Verifications = [new("smoke-test", new(ApiWorkload, "smoke-test-1"), TimeSpan.FromMinutes(15), At) { Run = ["smoke"], Image = Api, IsStarted = true, Outcome = JobStatus.Succeeded, Log = "fine" }],
        Reversibility = Reversibility.Reversible,
        Reverts = [new("migrate-down", new(ApiWorkload, "migrate-down-1"), ["down"], TimeSpan.FromMinutes(15)) { StartedAt = At, Outcome = JobStatus.Failed, Log = "no" }],
        Canary = CanaryProgress.Begin(new([new(10, TimeSpan.FromMinutes(5))]) { Comparisons = [new(new("api"), new("Shop", "Latency", [new("Workload", "{workload}")]), 1000, new("Shop", "Errors", []), new() { Buckets = new([1, 2]) })] }, At).Arrived(At) with { HasRun = true },
        Verdict = Rules.Judge(new LeaseInputs(new("r"), []), At),
        Verdicts = [Rules.Judge(new LeaseInputs(new("r"), [new(new("api"), new("other"))]), At)],
        Registry = "222233334444.dkr.ecr.us-east-1.amazonaws.com",
        FencingToken = 7,
        UndoneBy = "incident-1",
        OnDrift = DriftPolicy.Insist,
        Barrier = new("cv-hub-api-production-2"),
        IsHeld = true,
        HeldFor = TimeSpan.FromMinutes(3),
        RestoresConfiguration = true,
        RetriedBy = "cli-1",
        Waiver = new([WaivedGate.Window], "ann", "login is broken"),
        Next = [new("production")],
        Approval = new(At, At.AddDays(3)) { ToldAt = At, Told = 1, Decisions = [new("d-1", "ann", ["qa"], true, "good", At, "page", "192.0.2.1")] },
        Error = Error,
        Version = 3,
    };

    private static readonly Incident Incident = new()
    {
        Id = "incident-1",
        AlarmName = "cv-hub-production-api-cpu",
        Status = IncidentStatus.Watching,
        Reason = "the manifest's first step",
        OpenedAt = At,
        System = new("cv-hub"),
        Environment = new("production"),
        Step = new(RemediationAction.ScaleOut) { Service = "api", IfDeployedWithin = TimeSpan.FromMinutes(30), By = 2, UpTo = 6 },
        Release = new("r"),
        ReplicasBefore = 2,
        Verdict = Rules.Judge(new QuietInputs(null, TimeSpan.Zero, TimeSpan.FromMinutes(30)), At),
        Verdicts = [Rules.Judge(new TurnInputs(new("api"), new("r"), TimeSpan.Zero, TimeSpan.FromMinutes(30)), At)],
        ActedAt = At,
        ClosedAt = At,
        Error = Error,
        Version = 4,
    };

    [Fact]
    public void A_release_is_written_in_the_form_of_the_domain() =>
        Compare(Release, JsonSerializer.Serialize(Release, DomainJson.Default.Release));

    [Fact]
    public void An_intervention_is_written_in_the_form_of_the_domain()
    {
        var intervention = new Intervention("cli-1", InterventionKind.Promote, "ann", "login is broken")
        {
            System = new("cv-hub"),
            Environment = new("production"),
            Service = new("api"),
            Digest = Api.Digest,
            Image = new("cv-hub-api", "v1", Api.Digest),
            Release = new("r"),
            To = new("before"),
            Waives = [WaivedGate.Upstream],
            Configuration = true,
            Expires = At,
            Only = ScalingWay.In,
            IsMaintenance = true,
            Via = "cli",
            From = "laptop",
        }.Done("It is on its way.", At);

        Compare(intervention, JsonSerializer.Serialize(intervention, DomainJson.Default.Intervention));
    }

    [Fact]
    public void An_incident_is_written_in_the_form_of_the_domain() =>
        Compare(Incident, JsonSerializer.Serialize(Incident, DomainJson.Default.Incident));

    [Fact]
    public void What_is_not_known_is_not_written()
    {
        var json = Write(Release with { UndoneBy = null, Verdict = null, Error = null });

        Assert.DoesNotContain("null", json, StringComparison.Ordinal);
        Assert.DoesNotContain("undoneBy", json, StringComparison.Ordinal);
    }

    [Fact]
    public void States_and_kinds_are_the_words_that_state_machines_compare() =>
        Assert.All(["\"status\":\"rollingBack\"", "\"kind\":\"pass\"", "\"id\":\"cv-hub-api-production-aaaaaaaaaaaa\""],
            text => Assert.Contains(text, Write(Release with { Status = ReleaseStatus.RollingBack }), StringComparison.Ordinal));

    private static void Compare<T>(T value, string inDomain)
    {
        AssertFull(value!);
        var written = Write(value);
        Assert.Equal(Unescaped(inDomain), Unescaped(written));

        var read = FunctionCatalog.Serializer.Deserialize<T>(new MemoryStream(Encoding.UTF8.GetBytes(written)));
        Assert.Equal(written, Write(read));
    }

    private static string Write<T>(T value)
    {
        using var stream = new MemoryStream();
        FunctionCatalog.Serializer.Serialize(value, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>The two escape differently, which says nothing else.</summary>
    private static string Unescaped(string json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document.RootElement);
    }

    /// <summary>Every property has a value, so that none can be lost unseen; a new one must be added above.</summary>
    private static void AssertFull(object value) => Assert.All(
        value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance),
        property => Assert.True(property.GetValue(value) is { } full && full is not (string or ICollection { Count: 0 }) || property.GetValue(value) is string { Length: > 0 }, property.Name));
}
