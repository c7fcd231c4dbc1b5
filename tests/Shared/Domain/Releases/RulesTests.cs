using System.Text.Json;
using Slipway.Domain;
using Slipway.Domain.Approvals;
using Slipway.Domain.Gates;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Canary;
using Slipway.Domain.Signatures;
using Slipway.Domain.Snapshots;
using Slipway.Domain.Systems;

namespace Slipway.Tests.Shared.Domain.Releases;

public sealed class RulesTests
{
    /// <summary>One verdict of every kind that each rule gives.</summary>
    private static readonly Verdict[] Verdicts =
    [
        Rules.Judge(new QueueInputs(new("r"), Any.Time, []), Any.Time),
        Rules.Judge(new QueueInputs(new("r"), Any.Time, [new(new("s"), ReleaseStatus.Waiting, Any.Time.AddSeconds(1))]), Any.Time),
        Rules.Judge(new FreezeInputs(null, null, Any.Time), Any.Time),
        Rules.Judge(new FreezeInputs(new(RestraintKind.Freeze, "all", "incident", "ann", Any.Time) { Expires = Any.Time.AddDays(1) }, null, Any.Time), Any.Time),
        Rules.Judge(new HoldInputs(null, Any.Time), Any.Time),
        Rules.Judge(new HoldInputs(new(RestraintKind.Hold, "shop/production/api", "demo", "ann", Any.Time), Any.Time), Any.Time),
        Rules.Judge(new QuarantineInputs(Any.Digest(), null, Any.Time), Any.Time),
        Rules.Judge(new QuarantineInputs(Any.Digest(), Restraint.Quarantine(Any.Digest(), "It crashed.", "r", Any.Time), Any.Time), Any.Time),
        Rules.Judge(new UpstreamInputs([], PromoteWhen.All, TimeSpan.Zero, null, Any.Time), Any.Time),
        Rules.Judge(new UpstreamInputs([new(new("staging"), new("s"), ReleaseStatus.Rolling)], PromoteWhen.Any, TimeSpan.FromHours(1), null, Any.Time), Any.Time),
        Rules.Judge(new UpstreamInputs([new(new("staging"))], PromoteWhen.All, TimeSpan.Zero, new([WaivedGate.Window], "ann", "login"), Any.Time), Any.Time),
        Rules.Judge(new WindowInputs(null, null, Any.Time), Any.Time),
        Rules.Judge(new WindowInputs(new("Europe/Berlin", ["sat 09:00-17:00"], []), null, Any.Time), Any.Time),
        Rules.Judge(new WindowInputs(new("UTC", ["2020-01-01"], []), null, Any.Time), Any.Time),
        Rules.Judge(new ApprovalInputs(ApprovalPolicy.None, null, [], Any.Time), Any.Time),
        Rules.Judge(new ApprovalInputs(new(Required: true, ["leads"]) { Count = 2, Remind = TimeSpan.FromHours(4) }, new(Any.Time, Any.Time.AddDays(1)) { Decisions = [new("d", "ann", ["leads"], true, "fine", Any.Time, "cli", null)] }, ["ann"], Any.Time), Any.Time),
        Rules.Judge(new ApprovalInputs(new(Required: true, ["leads"]), new(Any.Time, Any.Time.AddDays(1)), [], Any.Time.AddDays(2)), Any.Time),
        Rules.Judge(Scan(ScanStatus.Complete, 0), Any.Time),
        Rules.Judge(Scan(ScanStatus.Pending, 0), Any.Time),
        Rules.Judge(Scan(ScanStatus.Complete, 2), Any.Time),
        Rules.Judge(Signature(required: false, 0), Any.Time),
        Rules.Judge(Signature(required: true, 0, new CheckedSignature("cosign", "aaaaaaaaaaaa", true, "by the key 012345678901")), Any.Time),
        Rules.Judge(Signature(required: true, 61.5, new CheckedSignature("Notation", "aaaaaaaaaaaa", false, "it expired")), Any.Time),
        Rules.Judge(Signature(required: true, 900), Any.Time),
        Rules.Judge(new PreflightInputs([]), Any.Time),
        Rules.Judge(new PreflightInputs([new("shop-db", "backing-up", null, [])]), Any.Time),
        Rules.Judge(new PreflightInputs([new("shop-db", "available", TimeSpan.FromMinutes(3), [new("replica lag", "s", 95, new(30, true), false)])]), Any.Time),
        Rules.Judge(new LeaseInputs(new("r"), [new(new("api"), new("r"))]), Any.Time),
        Rules.Judge(new LeaseInputs(new("r"), [new(new("api"), new("s"))]), Any.Time),
        Rules.Judge(new SnapshotInputs([Snapshot(SnapshotStatus.Available) with { Facts = new(true, true, 100, 100, Any.Time, Any.Time) }]), Any.Time),
        Rules.Judge(new SnapshotInputs([Snapshot(SnapshotStatus.Creating)]), Any.Time),
        Rules.Judge(new SnapshotInputs([Snapshot(SnapshotStatus.Failed) with { CopyIn = "us-west-2", Facts = new(true, true, 100, 100, Any.Time, Any.Time) }]), Any.Time),
        Rules.Judge(new MigrationInputs([Migration(JobStatus.Succeeded)]), Any.Time),
        Rules.Judge(new MigrationInputs([Migration(JobStatus.Running)]), Any.Time),
        Rules.Judge(new MigrationInputs([Migration(JobStatus.Failed)]), Any.Time),
        Rules.Judge(new WayBackInputs(Reversibility.ExpandContract, ["migrate"], ["api"], []), Any.Time),
        Rules.Judge(new WayBackInputs(Reversibility.Irreversible, ["migrate"], ["api"], []), Any.Time),
        Rules.Judge(Rollout(ready: 3), Any.Time),
        Rules.Judge(Rollout(ready: 2), Any.Time),
        Rules.Judge(Rollout(ready: 0, new PodTrouble("api-1", "CrashLoopBackOff", "exit code 1")), Any.Time),
        Rules.Judge(Canary(minutes: 5, errors: 0), Any.Time),
        Rules.Judge(Canary(minutes: 4, errors: 0), Any.Time),
        Rules.Judge(Canary(minutes: 2, errors: 100), Any.Time),
        Rules.Judge(Verification(200, 300), Any.Time),
        Rules.Judge(Verification(200, 1), Any.Time),
        Rules.Judge(Verification(500, 100), Any.Time),
        Rules.Judge(Verification(200, 300) with { Metrics = [new(new(new("Shop", "Errors", [new("Service", "api")]), "Sum", 5, Above: true), 4, 4, 4, new(Any.Time, 1.5))], Jobs = [Migration(JobStatus.Succeeded)] }, Any.Time),
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Verdicts.Length)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_recorded_verdict_gives_the_same_answer_when_it_is_asked_again(int number)
    {
        var release = Any.Release().Judged(Verdicts[number]);
        var recorded = JsonSerializer.Deserialize(JsonSerializer.Serialize(release, DomainJson.Default.Release), DomainJson.Default.Release)!.Verdict!;

        var answer = Rules.Replay(recorded)!;
        Assert.Equal((recorded.Kind, recorded.Reason), (answer.Kind, answer.Reason));
        Assert.Equal(Any.Time, recorded.At);
    }

    [Fact]
    public void The_verdicts_above_are_of_every_rule_and_every_kind_that_it_has() => Assert.Equal(
        ["approval pass", "approval refuse", "approval wait", "canary pass", "canary refuse", "canary wait", "freeze pass", "freeze wait", "hold pass", "hold wait", "lease pass", "lease wait", "migration pass", "migration refuse", "migration wait", "preflight pass", "preflight refuse", "preflight wait", "quarantine pass", "quarantine refuse", "queue pass", "queue refuse", "rollout pass", "rollout refuse", "rollout wait", "scan pass", "scan refuse", "scan wait", "signature pass", "signature pass", "signature refuse", "signature wait", "snapshot pass", "snapshot refuse", "snapshot wait", "upstream pass", "upstream refuse", "upstream wait", "verification pass", "verification pass", "verification refuse", "verification wait", "wayBack pass", "wayBack refuse", "window pass", "window refuse", "window wait"],
        Verdicts.Select(verdict => $"{verdict.Rule} {verdict.Kind.ToString().ToLowerInvariant()}").Order(StringComparer.Ordinal));

    /// <summary>A verdict that somebody wrote otherwise is found out.</summary>
    [Fact]
    public void A_verdict_that_does_not_follow_from_its_inputs_is_seen()
    {
        var forged = Verdicts[1] with { Kind = VerdictKind.Pass };

        Assert.NotEqual(forged.Kind, Rules.Replay(forged)!.Kind);
    }

    /// <summary>A record that is older than metrics, jobs and methods.</summary>
    [Fact]
    public void An_old_verdict_on_a_verification_is_asked_again_as_well()
    {
        var inputs = JsonDocument.Parse("""{"smoke":[{"check":{"url":"https://shop/health","expect":200},"status":200,"latency":"00:00:00.04"}],"alarms":[],"rolledOutAt":"2026-01-05T09:00:00+00:00","since":"00:05:00","bake":"00:05:00"}""").RootElement;

        Assert.Equal(Answer.Pass("1 smoke request answered and 0 alarms stayed quiet for 5 min."), Rules.Replay(Rules.Judge(Verification(200, 300), Any.Time) with { Inputs = inputs }));
    }

    [Fact]
    public void A_rule_that_is_no_more_gives_no_answer() => Assert.Null(Rules.Replay(Verdicts[0] with { Rule = "moon" }));

    [Fact]
    public void A_record_without_inputs_is_refused() =>
        Assert.Throws<RejectedException>(() => Rules.Replay(Verdicts[0] with { Inputs = JsonDocument.Parse("null").RootElement }));

    private static ScanInputs Scan(ScanStatus status, int critical) =>
        new(true, new(status, new Dictionary<Severity, int> { [Severity.Critical] = critical, [Severity.Low] = 3 }), new(true, Severity.High, TimeSpan.FromMinutes(15)), Any.Seconds(61.5));

    private static SignatureInputs Signature(bool required, double waited, params CheckedSignature[] found) =>
        new(Any.Digest(), required, 1, 0, found, Any.Seconds(waited), TimeSpan.FromMinutes(15));

    private static SnapshotProgress Snapshot(SnapshotStatus status) => new("snap", "main", status, 40, Any.Seconds(30), TimeSpan.FromHours(1));

    private static JobProgress Migration(JobStatus status) => new("migrate", new(status, "one\ntwo \"quoted\" é\n"), Any.Seconds(30), TimeSpan.FromMinutes(15));

    private static RolloutInputs Rollout(int ready, params PodTrouble[] troubles) =>
        new([new(new("api"), Any.Image(), new(Any.Image(), 3, 3, ready, 0, troubles), Any.Seconds(30))], TimeSpan.FromMinutes(10));

    private static CanaryInputs Canary(int minutes, long errors) =>
        new(new(), [.. Enumerable.Range(1, minutes).Select(minute => new CanaryInterval(TimeSpan.FromMinutes(minute), new(300, errors, new long[52]), new(2700, 0, [])))]);

    private static VerificationInputs Verification(int status, int since) => new(
        [new(new("https://shop/health", 200) { Within = Any.Seconds(2) }, status, TimeSpan.FromMilliseconds(40.25), null)], [new("cpu", Slipway.Domain.Remediation.AlarmState.Ok, Any.Time, "")], Any.Time, Any.Seconds(since), TimeSpan.FromMinutes(5));
}
