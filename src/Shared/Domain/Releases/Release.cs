using System.Text.Json.Serialization;
using Slipway.Domain.Approvals;
using Slipway.Domain.Executions;
using Slipway.Domain.Gates;
using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Canary;
using Slipway.Domain.Rollouts.Templates;
using Slipway.Domain.Snapshots;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Releases;

/// <summary>
/// One image, or several that the manifest makes one release, on the way through one environment: the document that the state machines pass on, and the record that remains.
/// <list type="table">
/// <item><term>Waiting</term><description>Gated, Superseded, Rejected, Failed</description></item>
/// <item><term>Gated</term><description>Snapshotting, Waiting when a gate closed meanwhile, Superseded, Rejected, Failed</description></item>
/// <item><term>Snapshotting</term><description>Migrating, Failed</description></item>
/// <item><term>Migrating</term><description>Rolling, Frozen, Failed</description></item>
/// <item><term>Rolling</term><description>Verifying, RollingBack, Frozen, Failed</description></item>
/// <item><term>Verifying</term><description>Verified, Rolling when another hand changed it and the release insists, RollingBack, Frozen, Failed</description></item>
/// <item><term>Verified</term><description>RollingBack, when an alarm or a person asks for it</description></item>
/// <item><term>RollingBack</term><description>RolledBack, Failed</description></item>
/// <item><term>Frozen</term><description>Verifying, when a person asks for it and what it brought still runs; RollingBack, when a person asks and no migration forbids it</description></item>
/// <item><term>Failed</term><description>Verifying like that, or RollingBack, when a person has a way back tried again that failed</description></item>
/// </list>
/// </summary>
public sealed record Release
{
    /// <summary>How late a state machine may be, its retries included, with asking a rule again.</summary>
    private static readonly TimeSpan Punctual = TimeSpan.FromMinutes(15);

    public required ReleaseId Id { get; init; }

    public required SystemName System { get; init; }

    public required EnvironmentName Environment { get; init; }

    public required Push Push { get; init; }

    public required ReleaseStatus Status { get; init; }

    /// <summary>The fingerprint of the manifest that it was planned with.</summary>
    public required string Manifest { get; init; }

    /// <summary>
    /// The fingerprint of what the manifest said there of its services, jobs and databases: what is verified is the images with it.
    /// Null in records that are older than this.
    /// </summary>
    public string? Blueprint { get; init; }

    /// <summary>How long its workloads may take, there and back.</summary>
    public required TimeSpan StableWithin { get; init; }

    /// <summary>Who wins when another hand changes its workloads meanwhile.</summary>
    public DriftPolicy OnDrift { get; init; }

    /// <summary>True while a cluster holds one of its rollouts: what the state machine branches on. Null otherwise.</summary>
    public bool? IsHeld { get; init; }

    /// <summary>How long clusters held it, at all pauses together; null for not at all.</summary>
    public TimeSpan? HeldFor { get; init; }

    /// <summary>Why it stands where it stands.</summary>
    public required string Reason { get; init; }

    /// <summary>The services it changes, in dependency order.</summary>
    public required IReadOnlyList<ServiceChange> Services { get; init; }

    /// <summary>Every status it had, with the time it began.</summary>
    public required IReadOnlyList<Stage> Stages { get; init; }

    /// <summary>The answer of the rule that was asked last: what the state machine branches on.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>Every answer but the repeated waits.</summary>
    public IReadOnlyList<Verdict> Verdicts { get; init; } = [];

    public IReadOnlyList<Snapshot> Snapshots { get; init; } = [];

    public IReadOnlyList<JobRun> Migrations { get; init; } = [];

    /// <summary>The jobs that verify it after the rollout; none in records that are older than this.</summary>
    public IReadOnlyList<JobRun> Verifications { get => field ?? []; init; }

    /// <summary>What becomes of those migrations when it fails later.</summary>
    public Reversibility Reversibility { get; init; } = Reversibility.ExpandContract;

    /// <summary>The jobs that take its migrations back, where they are reversible.</summary>
    public IReadOnlyList<Revert> Reverts { get; init; } = [];

    /// <summary>How far its canaries are; null where none was begun.</summary>
    public CanaryProgress? Canary { get; init; }

    /// <summary>The highest token of its leases; what a stale holder writes is refused.</summary>
    public long FencingToken { get; init; }

    /// <summary>The incident or intervention that turned it back after it was verified, or called it off while it was tried; null when none did.</summary>
    public string? UndoneBy { get; init; }

    /// <summary>The intervention that had it verified again last; null when none did.</summary>
    public string? RetriedBy { get; init; }

    /// <summary>Which release of its digest here it is: people may send an image again that did not come through.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>True when a person wants the configuration back, too, with which its last known good was verified; null otherwise.</summary>
    public bool? RestoresConfiguration { get; init; }

    /// <summary>The gates that a person sends it past; null when there are none.</summary>
    public Waiver? Waiver { get; init; }

    /// <summary>What people were asked about it and said; null when nobody was asked.</summary>
    public Approval? Approval { get; init; }

    /// <summary>The environments that it goes on to when it is verified, as the manifest had them when it was opened.</summary>
    public IReadOnlyList<EnvironmentName> Next { get; init; } = [];

    /// <summary>What a state machine caught, for the handler that deals with it; never kept.</summary>
    public TaskError? Error { get; init; }

    /// <summary>How often the record was written: what conditional writes compare.</summary>
    public long Version { get; init; }

    /// <summary>The registry that the environment pulls from; null when it is the one of the push.</summary>
    public string? Registry { get; init; }

    /// <summary>The images as the environment's workloads pull them.</summary>
    [JsonIgnore]
    public IEnumerable<Image> Images => Push.Images.Select(image => Registry is null ? image : image with { Registry = Registry });

    /// <summary>The only image, or the one that the manifest names first.</summary>
    [JsonIgnore]
    public Image Image => Images.First();

    [JsonIgnore]
    public IEnumerable<ServiceChange> ChangedServices => Services.Where(service => service.ChangedAt is not null);

    /// <summary>The services beside which its image was tried.</summary>
    [JsonIgnore]
    public IEnumerable<ServiceChange> CanaryServices => Services.Where(service => service.CanaryReplicas is not null);

    /// <summary>Those of them beside which it has run.</summary>
    [JsonIgnore]
    public IEnumerable<ServiceChange> TriedServices => Canary?.HasRun == true ? CanaryServices : [];

    /// <summary>True while it runs as a canary alone: nothing that serves was asked to change for it.</summary>
    public bool IsOnlyTried() => this is { Status: ReleaseStatus.Rolling, Canary.IsDone: false } && !ChangedServices.Any();

    public static Release Open(SystemManifest system, EnvironmentManifest environment, IReadOnlyList<Service> services, Push push, DateTimeOffset at, int attempt = 1) => new()
    {
        Id = ReleaseId.For(system.Name, services[0].Name, environment.Name, push.Identity, attempt),
        Attempt = attempt,
        Next = [.. PushRouting.Next(system, environment.Name, push).Select(next => next.Name)],
        System = system.Name,
        Manifest = system.Version,
        Blueprint = Releases.Blueprint.Of(environment, push),
        StableWithin = environment.Rollout.StableWithin,
        OnDrift = environment.Rollout.OnDrift,
        Environment = environment.Name,
        Registry = environment.Registry,
        Push = push,
        Status = ReleaseStatus.Waiting,
        Reason = $"Pushed as {push.Title}.",
        Services = [.. services.Select(service => new ServiceChange(service.Name, WorkloadAddress.Of(environment, service)) { Repository = push.Others is null ? null : service.Repository })],
        Stages = [new(ReleaseStatus.Waiting, at, $"Pushed as {push.Title}.")],
    };

    /// <summary>The same image in another environment, before anything is known of it there.</summary>
    public Release Unopened(EnvironmentName environment, DateTimeOffset at) => new()
    {
        Id = ReleaseId.For(System, Services[0].Service, environment, Push.Identity, Attempt),
        Attempt = Attempt,
        System = System,
        Environment = environment,
        Push = Push,
        Manifest = Manifest,
        StableWithin = StableWithin,
        Status = ReleaseStatus.Waiting,
        Reason = Reason,
        Services = [.. Services.Select(change => new ServiceChange(change.Service, change.Workload) { Repository = change.Repository })],
        Stages = [new(ReleaseStatus.Waiting, at, Reason)],
    };

    /// <summary>The image of a repository as the environment pulls it; null is the only image.</summary>
    public Image ImageOf(string? repository) => repository is null ? Image : Images.Single(image => image.Repository == repository);

    public Image ImageOf(ServiceChange change) => ImageOf(change.Repository);

    public ServiceChange ChangeOf(WorkloadProgress workload) => Services.First(change => change.Service == workload.Service);

    /// <summary>True when the other is a release of the same images in an environment of the same system.</summary>
    public bool IsSameAs(Release other, EnvironmentName environment) => other.System == System && other.Environment == environment && other.Push.Identity == Push.Identity;

    /// <summary>The migrations that the way back has to reckon with: not those of what serves again then.</summary>
    [JsonIgnore]
    public IEnumerable<JobRun> OwnMigrations => Migrations.Where(run => run.Stands is null);

    /// <summary>What becomes of its own migrations; null when it began none.</summary>
    [JsonIgnore]
    public Reversibility? Migrated => OwnMigrations.Any() ? Reversibility : null;

    /// <summary>True when a migration was begun that only a snapshot takes back.</summary>
    public bool IsIrreversible() => Migrated == Reversibility.Irreversible;

    /// <summary>
    /// A release before it whose migration only a snapshot takes back, and since which nothing was good on its services: what was last good
    /// does not know the schema. Null when there is none, and in records that are older than this.
    /// </summary>
    public ReleaseId? Barrier { get; init; }

    /// <summary>True when what was last good does not know the schema, by its own migration or by one before it; what ran just before it may always come back.</summary>
    public bool IsBarred() => IsIrreversible() || (Barrier is not null && ChangedServices.Any(change => change.WayBack?.Digest != change.Previous?.Digest));

    /// <summary>When it entered the status first; null when it never did.</summary>
    public DateTimeOffset? Entered(ReleaseStatus status) => Stages.FirstOrDefault(stage => stage.Status == status)?.At;

    /// <summary>How often it entered the status.</summary>
    public int Times(ReleaseStatus status) => Stages.Count(stage => stage.Status == status);

    /// <summary>True when it failed, or was frozen over a schema that the code before knows, and may have left its images where it brought them.</summary>
    public bool IsLeftThere() => (Status == ReleaseStatus.Failed || (Status == ReleaseStatus.Frozen && !IsBarred())) && ChangedServices.Any();

    /// <summary>True after an end from which it went on: it is listed again as what is on its way.</summary>
    public bool BeginsAgain() => !Status.IsFinal() && Stages.Any(stage => stage.Status.IsFinal());

    /// <summary>True while only a person can let it go on: nothing that comes by itself does.</summary>
    public bool WaitsForPeople() => Status == ReleaseStatus.Waiting && Verdict is { Kind: VerdictKind.Wait, Rule: "approval" or "freeze" or "hold" };

    public TimeSpan Since(ReleaseStatus status, DateTimeOffset now) => Entered(status) is { } entered ? now - entered : TimeSpan.Zero;

    public Release MoveTo(ReleaseStatus next, string reason, DateTimeOffset at) => MayMove(Status, next)
        ? this with { Status = next, IsHeld = null, Reason = reason, Stages = [.. Stages, new(next, at, reason)] }
        : throw new RejectedException($"Release {Id} is {Status} and cannot become {next}.");

    /// <summary>Verified again as it runs, with the configuration that it has by now: what was on its way back is not any more.</summary>
    public Release Retried(string by, string reason, long fencingToken, DateTimeOffset at) => MoveTo(ReleaseStatus.Verifying, reason, at) with
    {
        RetriedBy = by,
        UndoneBy = null,
        Verifications = [],
        Services = [.. Services.Select(change => change with { ReturnsTo = null, Template = null, Applied = null, Drift = null, Pause = null })],
        HeldFor = null,
        FencingToken = fencingToken,
    };

    /// <summary>Keeps the verdict: it takes the place of its rule's wait, and what its rule said last is not said again.</summary>
    public Release Judged(Verdict verdict)
    {
        var before = Before(verdict.Rule, verdict.About);
        verdict = before is { Kind: VerdictKind.Wait } && GoesOn(before, verdict.At) ? verdict with { Since = before.Since ?? before.At } : verdict;
        var isRepeated = before is not null && before.Kind == verdict.Kind && before.Reason == verdict.Reason;
        return this with
        {
            Verdict = verdict,
            Verdicts = before is { Kind: VerdictKind.Wait } ? [.. Verdicts.Where(past => past != before), verdict]
                : isRepeated ? Verdicts
                : [.. Verdicts, verdict],
        };
    }

    /// <summary>How long a rule has said wait now; zero when it did not when it was asked last, or others before it stopped the release since.</summary>
    public TimeSpan WaitedAt(string rule, string? about, DateTimeOffset now) =>
        Before(rule, about) is { Kind: VerdictKind.Wait } wait && GoesOn(wait, now) ? now - (wait.Since ?? wait.At) : TimeSpan.Zero;

    /// <summary>What a person said, once: it changes nothing else, the gates are asked again.</summary>
    public Release Decided(Decision decision) => Approval is not { } approval
        ? throw new RejectedException($"Nobody was asked about release {Id}.")
        : approval.Decisions.Any(said => said.Id == decision.Id) ? this
        : this with { Approval = approval with { Decisions = [.. approval.Decisions, decision] } };

    public Release Changed(ServiceChange change) =>
        this with { Services = [.. Services.Select(service => service.Service == change.Service ? change : service)] };

    /// <summary>Whether it is asked again about when it should have been: a rule that nobody asked meanwhile was not what the release waited for.</summary>
    private static bool GoesOn(Verdict wait, DateTimeOffset now) => now - wait.At <= TimeSpan.FromSeconds(wait.AskAgainSeconds ?? 0) + Punctual;

    private Verdict? Before(string rule, string? about) => Verdicts.LastOrDefault(past => past.Rule == rule && past.About == about);

    private static bool MayMove(ReleaseStatus from, ReleaseStatus to) => (from, to) switch
    {
        (ReleaseStatus.Waiting, ReleaseStatus.Gated or ReleaseStatus.Superseded or ReleaseStatus.Rejected or ReleaseStatus.Failed) => true,
        (ReleaseStatus.Gated, ReleaseStatus.Snapshotting or ReleaseStatus.Waiting or ReleaseStatus.Superseded or ReleaseStatus.Rejected or ReleaseStatus.Failed) => true,
        (ReleaseStatus.Snapshotting, ReleaseStatus.Migrating or ReleaseStatus.Failed) => true,
        (ReleaseStatus.Migrating, ReleaseStatus.Rolling or ReleaseStatus.Frozen or ReleaseStatus.Failed) => true,
        (ReleaseStatus.Rolling, ReleaseStatus.Verifying or ReleaseStatus.RollingBack or ReleaseStatus.Frozen or ReleaseStatus.Failed) => true,
        (ReleaseStatus.Verifying, ReleaseStatus.Verified or ReleaseStatus.Rolling or ReleaseStatus.RollingBack or ReleaseStatus.Frozen or ReleaseStatus.Failed) => true,
        (ReleaseStatus.Verified, ReleaseStatus.RollingBack) => true,
        (ReleaseStatus.RollingBack, ReleaseStatus.RolledBack or ReleaseStatus.Failed) => true,
        (ReleaseStatus.Frozen, ReleaseStatus.Verifying or ReleaseStatus.RollingBack) => true,
        (ReleaseStatus.Failed, ReleaseStatus.Verifying or ReleaseStatus.RollingBack) => true,
        _ => false,
    };
}

/// <summary>A status and when and why it began.</summary>
public sealed record Stage(ReleaseStatus Status, DateTimeOffset At, string Reason);
