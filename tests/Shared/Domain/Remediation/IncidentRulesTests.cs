using System.Text.Json;
using Slipway.Domain;
using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;
using static Slipway.Domain.Releases.VerdictKind;

namespace Slipway.Tests.Shared.Domain.Remediation;

/// <summary>The rules that an incident meets: when it is its turn, whether a release may be undone, when an alarm is quiet.</summary>
public sealed class IncidentRulesTests
{
    private static readonly ReleaseId Own = new("own");
    private static readonly ReleaseId Other = new("other");

    private static readonly Incident Incident = new() { Id = "i", AlarmName = "shop-production-api-cpu", Status = IncidentStatus.Open, Reason = "", OpenedAt = Any.Time };

    private static readonly Verdict[] Verdicts =
    [
        Rules.Judge(new RemediationInputs("api-cpu", [new(RemediationAction.Rollback) { IfDeployedWithin = TimeSpan.FromHours(1) }], [new(Own, Any.Time.AddMinutes(-5))], null, Any.Time), Any.Time),
        Rules.Judge(Undo(ReleaseStatus.Verified, Own, Own, 0), Any.Time),
        Rules.Judge(Undo(ReleaseStatus.Verified, Other, Own, 0), Any.Time),
        Rules.Judge(Undo(ReleaseStatus.Verified, Own, Other, 0), Any.Time),
        Rules.Judge(Turn(null, 0), Any.Time),
        Rules.Judge(Turn(Other, 0), Any.Time),
        Rules.Judge(Turn(Other, 30), Any.Time),
        Rules.Judge(Quiet(AlarmState.Ok, 1), Any.Time),
        Rules.Judge(Quiet(null, 1), Any.Time),
        Rules.Judge(Quiet(null, 30), Any.Time),
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Verdicts.Length)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_recorded_verdict_of_an_incident_gives_the_same_answer_when_it_is_asked_again(int number)
    {
        var json = JsonSerializer.Serialize(Incident.Judged(Verdicts[number]), DomainJson.Default.Incident);
        var recorded = Assert.Single(JsonSerializer.Deserialize(json, DomainJson.Default.Incident)!.Verdicts);

        Assert.Equal(new Answer(recorded.Kind, recorded.Reason), Rules.Replay(recorded));
    }

    [Theory]
    [InlineData(AlarmState.Ok, 0, Pass)]
    [InlineData(AlarmState.Ok, 99, Pass)]
    [InlineData(AlarmState.Alarm, 29, Wait)]
    [InlineData(AlarmState.Alarm, 30, Refuse)]
    [InlineData(AlarmState.InsufficientData, 29, Wait)]
    [InlineData(AlarmState.InsufficientData, 30, Refuse)]
    [InlineData(null, 29, Wait)]
    [InlineData(null, 30, Refuse)]
    public void Only_an_alarm_that_is_ok_is_quiet(AlarmState? state, int minutes, VerdictKind kind) => Assert.Equal(kind, QuietRule.Decide(Quiet(state, minutes)).Kind);

    [Theory]
    [InlineData(ReleaseStatus.Verified, "own", "own", 0, Pass)]
    [InlineData(ReleaseStatus.Verified, "own", "own", 99, Pass)]
    [InlineData(ReleaseStatus.Verified, "other", "own", 29, Wait)]
    [InlineData(ReleaseStatus.Verified, "other", "own", 30, Refuse)]
    [InlineData(ReleaseStatus.Verified, "own", "other", 0, Refuse)]
    [InlineData(ReleaseStatus.Verified, "own", null, 0, Refuse)]
    [InlineData(ReleaseStatus.RollingBack, "own", "own", 0, Refuse)]
    [InlineData(ReleaseStatus.RolledBack, "own", "own", 0, Refuse)]
    public void A_release_is_undone_only_while_it_serves_and_nobody_else_changes_its_services(ReleaseStatus status, string holder, string? serving, int minutes, VerdictKind kind) =>
        Assert.Equal(kind, UndoRule.Decide(Undo(status, new(holder), serving is null ? null : new(serving), minutes)).Kind);

    [Theory]
    [InlineData(ReleaseStatus.Waiting, "own has changed no workload yet: there is nothing to roll back.")]
    [InlineData(ReleaseStatus.Migrating, "own has changed no workload yet: there is nothing to roll back.")]
    [InlineData(ReleaseStatus.Rolling, "own is on its way: it goes back by itself where it is not good; ask again when it has come to its end.")]
    [InlineData(ReleaseStatus.Verifying, "own is on its way: it goes back by itself where it is not good; ask again when it has come to its end.")]
    [InlineData(ReleaseStatus.RollingBack, "own is on its way back already.")]
    [InlineData(ReleaseStatus.RolledBack, "own was rolled back already.")]
    [InlineData(ReleaseStatus.Frozen, "own is frozen: the code before does not know the schema of its migration.")]
    [InlineData(ReleaseStatus.Superseded, "own does not serve: it is superseded.")]
    public void What_does_not_serve_is_not_rolled_back(ReleaseStatus status, string reason) =>
        Assert.Equal(Answer.Refuse(reason), UndoRule.Decide(Undo(status, Own, Own, 0)));

    [Fact]
    public void What_is_only_tried_ends_at_once_when_a_person_asks() =>
        Assert.Equal(Pass, UndoRule.Decide(Undo(ReleaseStatus.Rolling, Own, Other, 0) with { IsOnlyTried = true, IsIrreversible = true }).Kind);

    [Theory]
    [InlineData("own", Pass)]
    [InlineData("other", Refuse)]
    public void A_way_back_that_failed_is_tried_again_unless_another_release_serves(string serving, VerdictKind kind) =>
        Assert.Equal(kind, UndoRule.Decide(Undo(ReleaseStatus.Failed, Own, new(serving), 0) with { IsLeftThere = true }).Kind);

    [Fact]
    public void A_person_does_not_wait_for_the_release_that_changes_the_service() =>
        Assert.Equal(Answer.Refuse("other is changing api: ask again when it has come to its end."), UndoRule.Decide(Undo(ReleaseStatus.Verified, Other, Own, 0) with { Patience = TimeSpan.Zero }));

    [Fact]
    public void A_release_whose_migration_cannot_be_undone_is_not_undone()
    {
        var answer = UndoRule.Decide(Undo(ReleaseStatus.Verified, Own, Own, 0) with { IsIrreversible = true });
        Assert.Equal((Refuse, $"The migration of {Own} is irreversible, and the code before does not know its schema: release a version that goes forward, or restore its snapshot."), (answer.Kind, answer.Reason));
    }

    [Theory]
    [InlineData(null, 99, Pass)]
    [InlineData("other", 29, Wait)]
    [InlineData("other", 30, Refuse)]
    public void A_step_waits_for_the_release_that_changes_its_service(string? holder, int minutes, VerdictKind kind) =>
        Assert.Equal(kind, TurnRule.Decide(Turn(holder is null ? null : new(holder), minutes)).Kind);

    [Theory]
    [InlineData("ALARM", null, true, IncidentStatus.Open, "It crossed.")]
    [InlineData("OK", null, true, IncidentStatus.Ignored, "The alarm went to OK: nothing to do.")]
    [InlineData("ALARM", null, false, IncidentStatus.Ignored, "No manifest describes an alarm 'cpu'.")]
    [InlineData("", "No JSON.", false, IncidentStatus.Ignored, "No JSON.")]
    public void An_alarm_that_went_off_and_that_a_manifest_describes_opens_an_incident(string state, string? problem, bool known, IncidentStatus status, string reason) =>
        Assert.Equal((status, reason), AlarmRouting.Decide(new("cpu", state, "It crossed.", problem, known)));

    [Fact]
    public void A_repeated_wait_is_kept_once_and_gives_its_place_to_the_answer_that_ends_it()
    {
        var waiting = Incident.Judged(Verdicts[4]).Judged(Verdicts[8]).Judged(Verdicts[8]);

        Assert.Equal([Pass, Wait], waiting.Verdicts.Select(verdict => verdict.Kind));
        Assert.Equal([Pass, Refuse], waiting.Judged(Verdicts[9]).Verdicts.Select(verdict => verdict.Kind));
    }

    private static UndoInputs Undo(ReleaseStatus status, ReleaseId holder, ReleaseId? serving, int minutes) =>
        new(Own, status, [new(new("api"), holder)], [new(new("api"), serving)], TimeSpan.FromMinutes(minutes), Slipway.Domain.Remediation.Incident.Patience);

    private static TurnInputs Turn(ReleaseId? holder, int minutes) => new(new("api"), holder, TimeSpan.FromMinutes(minutes), Slipway.Domain.Remediation.Incident.Patience);

    private static QuietInputs Quiet(AlarmState? state, int minutes) =>
        new(state is { } read ? new("shop-production-api-cpu", read, Any.Time, "") : null, TimeSpan.FromMinutes(minutes), Slipway.Domain.Remediation.Incident.Patience);
}
