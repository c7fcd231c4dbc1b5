using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;
using Slipway.Local.Hosting;

namespace Slipway.Tests.EndToEnd;

/// <summary>Functions that die while an alarm is dealt with: nothing stays half undone, half paused or scaled twice.</summary>
public sealed class RemediationFaultTests
{
    private static readonly string[] OnEveryWay = ["AcceptAlarms", "PlanRemediation", "CheckAlarm", "CloseIncident"];

    public static TheoryData<string, Fault> OnTheWayBack => EachWay([.. OnEveryWay, "UndoRelease", "FindUndone", "RollBack", "CheckRollback"]);

    public static TheoryData<string, Fault> WithAStep => EachWay([.. OnEveryWay, "ApplyRemediation"]);

    public static TheoryData<string, Fault> Undoing => EachWay(["UndoRelease", "FindUndone"]);

    public static TheoryData<string, Fault> Pausing => EachWay(["PlanRemediation", "ApplyRemediation", "CheckAlarm"]);

    [Theory]
    [MemberData(nameof(OnTheWayBack))]
    public void A_function_that_dies_once_while_a_release_is_undone_is_repeated(string function, Fault fault)
    {
        using var account = Undo((call, earlier) => call.Function.LogicalId == function && earlier == 0 ? fault : Fault.None);

        Assert.Equal(ReleaseStatus.RolledBack, account.Release("production").Status);
        Assert.Equal(["cv-hub-dev-cluster/cv-hub-api"], account.Changed);
        AssertEnded(account, IncidentStatus.Resolved);
    }

    [Theory]
    [MemberData(nameof(Undoing))]
    public void A_function_that_always_dies_while_a_release_is_undone_leaves_nothing_half_undone(string function, Fault fault)
    {
        using var account = Undo((call, _) => call.Function.LogicalId == function ? fault : Fault.None);

        var release = account.Release("production");
        Assert.Equal(function == "UndoRelease" && fault == Fault.DiesAfter ? ReleaseStatus.RolledBack : function == "UndoRelease" ? ReleaseStatus.Verified : ReleaseStatus.RollingBack, release.Status);
        Assert.Equal(IncidentStatus.Escalated, Assert.Single(account.Slipway.Memory.Incidents.All).Status);
        if (function == "UndoRelease")
        {
            account.AssertNothingIsLeft();
        }
    }

    [Theory]
    [MemberData(nameof(WithAStep))]
    public void A_function_that_dies_once_while_a_service_is_scaled_out_scales_it_once(string function, Fault fault)
    {
        using var account = Force("api-cpu", (call, earlier) => call.Function.LogicalId == function && earlier == 0 ? fault : Fault.None);

        account.Settle();

        Assert.Equal(4, account.Serving(account.Workload("production", "api")).Count);
        AssertEnded(account, IncidentStatus.Resolved);
    }

    [Theory]
    [MemberData(nameof(WithAStep))]
    public void A_function_that_dies_once_while_workers_are_paused_gives_them_back(string function, Fault fault)
    {
        using var account = Force("rds-cpu", (call, earlier) => call.Function.LogicalId == function && earlier == 0 ? fault : Fault.None);

        account.Settle();

        Assert.Single(account.Serving(account.Workload("production", "worker")));
        AssertEnded(account, IncidentStatus.Resolved);
    }

    [Theory]
    [MemberData(nameof(Pausing))]
    public void A_function_that_always_dies_while_workers_are_paused_gives_them_back(string function, Fault fault)
    {
        using var account = Force("rds-cpu", (call, _) => call.Function.LogicalId == function ? fault : Fault.None);

        account.Settle();

        Assert.Single(account.Serving(account.Workload("production", "worker")));
        Assert.All(account.Slipway.Memory.ScalingStates.All, state => Assert.Empty(state.PausedBy));
        account.AssertNothingIsLeft();
        Assert.Contains(Assert.Single(account.Slipway.Memory.Incidents.All).Status, new[] { IncidentStatus.Escalated, IncidentStatus.Resolved });
    }

    private static Account Undo(FaultPlan faults)
    {
        var armed = false;
        var account = new Account(settings: settings => settings with { Faults = (call, earlier) => armed ? faults(call, earlier) : Fault.None });
        account.Push("cv-hub-api");
        account.Settle();
        armed = true;
        account.Slipway.Account.Metrics.Force(new("cv-hub"), new("production"), "alb-5xx", 40);
        account.Run(TimeSpan.FromMinutes(2));
        account.Slipway.Account.Metrics.Free(new("cv-hub"), new("production"), "alb-5xx");
        account.Settle();
        return account;
    }

    private static Account Force(string alarm, FaultPlan faults)
    {
        var account = new Account(settings: settings => settings with { Faults = faults });
        account.Slipway.Account.Metrics.Force(new("cv-hub"), new("production"), alarm, 95);
        Assert.True(account.Slipway.Clock.RunUntil(() => account.Slipway.Memory.Incidents.All.Count > 0, account.Slipway.Clock.GetUtcNow().AddHours(1)));
        return account;
    }

    private static void AssertEnded(Account account, IncidentStatus status)
    {
        var incident = Assert.Single(account.Slipway.Memory.Incidents.All);
        Assert.True(incident.Status == status, incident.Reason);
        Assert.All(incident.Verdicts, verdict => Assert.Equal(new Answer(verdict.Kind, verdict.Reason), Rules.Replay(verdict)));
        Assert.Single(account.Slipway.Memory.Outbox.Notices, notice => notice.Text == incident.Reason);
        Assert.All(account.Slipway.Memory.ScalingStates.All, state => Assert.Empty(state.PausedBy));
        account.AssertNothingIsLeft();
    }

    private static TheoryData<string, Fault> EachWay(string[] functions) =>
        [.. functions.SelectMany(function => new[] { Fault.DiesBefore, Fault.DiesAfter }.Select(fault => new TheoryDataRow<string, Fault>(function, fault)))];
}
