using Slipway.Domain.Gates;
using Slipway.Domain.Interventions;
using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;
using Slipway.Local.Account;
using Slipway.Local.Hosting;

namespace Slipway.Tests.EndToEnd;

/// <summary>What people ask for, on the whole installation.</summary>
public sealed class InterventionTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public void A_frozen_environment_lets_nothing_begin_and_what_waited_goes_on_when_it_is_lifted()
    {
        using var account = new Account();
        Assert.Equal("cv-hub/production is frozen by ann: year's end.", account.Ask(InterventionKind.Freeze, "year's end", asked => asked with { System = new("cv-hub"), Environment = new("production") }).Answer);
        account.Push("cv-hub-api");
        account.Run(Day);

        Assert.Equal(ReleaseStatus.Verified, account.Release("development").Status);
        Assert.Equal((ReleaseStatus.Waiting, "freeze"), (account.Release("production").Status, account.Release("production").Verdict?.Rule));

        account.Ask(InterventionKind.Unfreeze, "all quiet", asked => asked with { System = new("cv-hub"), Environment = new("production") });
        account.Run(TimeSpan.FromMinutes(5));
        account.Settle();
        Assert.Equal(ReleaseStatus.Verified, account.Release("production").Status);
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void A_freeze_that_begins_while_a_snapshot_is_made_stops_the_release_before_its_first_change()
    {
        using var account = new Account();
        account.Push("cv-hub-api");
        account.Slipway.Clock.RunUntil(() => account.Releases.Any(release => release.Status == ReleaseStatus.Snapshotting), account.Slipway.Clock.GetUtcNow() + Day);
        account.Ask(InterventionKind.Freeze, "incident");
        account.Settle();

        Assert.Equal((ReleaseStatus.Failed, "Everything is frozen by ann: incident."), (account.Release("development").Status, account.Release("development").Reason));
        Assert.Empty(account.Changed);
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void A_rolled_back_digest_is_never_promoted_again_in_any_environment_until_somebody_lifts_it()
    {
        using var account = new Account();
        var image = account.Push("cv-hub-api", ImageBehaviour.Unhealthy);
        account.Settle();
        Assert.Equal(ReleaseStatus.RolledBack, account.Release("development").Status);
        Assert.Equal(image.Digest.Value, Assert.Single(account.Slipway.Memory.Restraints.All).Scope);

        var refused = Promote(account, "development", "4f1c2d9", []);
        account.Settle();
        Assert.Equal(InterventionOutcome.Done, refused.Outcome);
        var again = account.Releases[^1];
        Assert.Equal((ReleaseStatus.Rejected, "quarantine", 2), (again.Status, again.Verdict?.Rule, again.Attempt));

        Assert.Equal(InterventionOutcome.Done, account.Ask(InterventionKind.Lift, "it was the database", asked => asked with { Digest = image.Digest }).Outcome);
        Promote(account, "development", "4f1c2d9", []);
        account.Settle();
        Assert.Equal((ReleaseStatus.RolledBack, 3), (account.Releases[^1].Status, account.Releases[^1].Attempt));
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void A_manual_rollback_survives_the_next_push_of_what_it_rolled_back_from_and_a_newer_good_digest_still_flows()
    {
        using var account = new Account();
        var first = account.Push("cv-hub-api", tag: "1111111");
        account.Settle();
        var second = account.Push("cv-hub-api", tag: "2222222");
        account.Settle();
        var api = account.Workload("production", "api");
        Assert.All(account.Serving(api), digest => Assert.Equal(second.Digest, digest));

        var answer = account.Ask(InterventionKind.RollBack, "wrong totals", asked => asked with { System = new("cv-hub"), Environment = new("production"), Service = new("api") });
        account.Settle();
        Assert.Equal((InterventionOutcome.Done, "ann rolls it back: wrong totals."), (answer.Outcome, account.Releases.Single(release => release.Id == answer.Release).Reason));
        Assert.All(account.Serving(api), digest => Assert.Equal(first.Digest, digest));

        account.Slipway.Account.Registry.Retag(second, "3333333");
        Promote(account, "production", "2222222", []);
        account.Settle();
        Assert.All(account.Serving(api), digest => Assert.Equal(first.Digest, digest));

        var third = account.Push("cv-hub-api", tag: "4444444");
        account.Settle();
        Assert.All(account.Serving(api), digest => Assert.Equal(third.Digest, digest));
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void A_held_service_keeps_what_it_runs_and_the_newest_push_goes_on_when_it_is_let_go()
    {
        using var account = new Account();
        account.Ask(InterventionKind.Hold, "demo", asked => asked with { System = new("cv-hub"), Environment = new("development"), Service = new("api") });
        account.Push("cv-hub-api", tag: "1111111");
        account.Run(TimeSpan.FromHours(1));
        var newest = account.Push("cv-hub-api", tag: "2222222");
        account.Run(TimeSpan.FromHours(1));
        Assert.Empty(account.Changed);

        account.Ask(InterventionKind.Unhold, "demo is over", asked => asked with { System = new("cv-hub"), Environment = new("development"), Service = new("api") });
        account.Run(TimeSpan.FromMinutes(5));
        account.Settle();

        Assert.All(account.Serving(account.Workload("production", "api")), digest => Assert.Equal(newest.Digest, digest));
        Assert.Equal([ReleaseStatus.Superseded, ReleaseStatus.Verified, ReleaseStatus.Verified], account.Releases.Select(release => release.Status));
        account.AssertNothingIsLeft();
    }

    [Fact]
    [Trait("Requirement", "ACP-31")]
    public void A_hotfix_goes_past_the_environment_before_with_the_name_and_reason_of_who_asked()
    {
        using var account = new Account(manifest: text => text.Replace("tags: [\"*\"]", "tags: [\"*\", \"!latest\"]", StringComparison.Ordinal));
        var image = account.Push("cv-hub-api", ImageBehaviour.Healthy, tag: "latest");
        account.Settle();
        Assert.Empty(account.Releases);

        Promote(account, "production", "latest", []);
        account.Settle();
        Assert.Equal((ReleaseStatus.Rejected, "upstream"), (account.Releases[0].Status, account.Releases[0].Verdict?.Rule));

        Promote(account, "production", "latest", [WaivedGate.Upstream]);
        account.Settle();
        Assert.Equal(ReleaseStatus.Verified, account.Releases[1].Status);
        Assert.Equal("ann sends it past this gate: login is broken", account.Releases[1].Verdicts.Single(verdict => verdict.Rule == "upstream").Reason);
        Assert.All(account.Serving(account.Workload("production", "api")), digest => Assert.Equal(image.Digest, digest));
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void An_image_goes_on_only_after_it_was_good_for_the_soak_time_also_when_a_person_sends_it()
    {
        using var account = new Account(manifest: text => text.Replace("promoteFrom: development", "promoteFrom: development\n    soak: 2h", StringComparison.Ordinal));
        account.Push("cv-hub-api");
        account.Run(TimeSpan.FromHours(1));
        Assert.Equal("upstream", account.Release("production").Verdict?.Rule);
        Assert.Contains("is on its way there already", Promote(account, "production", "4f1c2d9", []).Answer, StringComparison.Ordinal);

        account.Settle();
        var (development, production) = (account.Release("development"), account.Release("production"));
        Assert.Equal(ReleaseStatus.Verified, production.Status);
        Assert.True(production.Entered(ReleaseStatus.Gated) >= development.Entered(ReleaseStatus.Verified) + TimeSpan.FromHours(2));
        account.AssertNothingIsLeft();
    }

    [Fact]
    [Trait("Requirement", "DGT-97")]
    public void A_release_waits_for_its_window_and_an_emergency_does_not()
    {
        using var account = new Account(manifest: text => text.Replace("promoteFrom: development", "promoteFrom: development\n    windows: {timezone: Europe/Berlin, open: [\"sat 09:00-17:00\"]}", StringComparison.Ordinal));
        account.Push("cv-hub-api", tag: "1111111");
        account.Run(Day);
        Assert.Equal("window", account.Release("production").Verdict?.Rule);

        account.Push("cv-hub-api", tag: "2222222");
        account.Run(TimeSpan.FromHours(2));
        Promote(account, "production", "1111111", [WaivedGate.Window]);
        account.Run(TimeSpan.FromHours(2));
        Assert.Contains(account.Releases, release => release.Environment.Value == "production" && release.Attempt == 2 && release.Status == ReleaseStatus.Verified);
        account.Run(TimeSpan.FromDays(7));
        account.AssertNothingIsLeft();
    }

    [Fact]
    public async Task A_window_that_closes_while_the_lease_is_waited_for_sends_the_release_back_to_wait()
    {
        using var account = new Account(manifest: text => text.Replace("promoteFrom: development", "promoteFrom: development\n    windows: {timezone: UTC, open: [\"mon-fri 09:00-12:00\"]}", StringComparison.Ordinal));
        await account.Slipway.Memory.Leases.AcquireAsync(new(new("cv-hub"), new("production"), new("api")), new("another"), TimeSpan.FromHours(6), TestContext.Current.CancellationToken);
        account.Push("cv-hub-api");
        account.Run(TimeSpan.FromHours(2));
        Assert.Equal((ReleaseStatus.Gated, "lease"), (account.Release("production").Status, account.Release("production").Verdict?.Rule));

        account.Run(TimeSpan.FromHours(5));
        Assert.Equal((ReleaseStatus.Waiting, "window"), (account.Release("production").Status, account.Release("production").Verdict?.Rule));

        account.Settle();
        var production = account.Release("production");
        Assert.Equal((ReleaseStatus.Verified, 9), (production.Status, production.Entered(ReleaseStatus.Snapshotting)?.Hour));
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void A_freeze_or_quarantine_that_stands_is_not_shortened_by_another()
    {
        using var account = new Account();
        var end = account.Slipway.Clock.GetUtcNow() + TimeSpan.FromHours(4);
        account.Ask(InterventionKind.Freeze, "incident", asked => asked with { System = new("cv-hub"), Environment = new("production") });
        var shorter = account.Ask(InterventionKind.Freeze, "looking", asked => asked with { System = new("cv-hub"), Environment = new("production"), Expires = end });

        Assert.Equal("There is a freeze of cv-hub/production already, by ann, without an end: incident. Lift it first if it is to end sooner.", shorter.Answer);
        Assert.Null(Assert.Single(account.Slipway.Memory.Restraints.All).Expires);

        account.Ask(InterventionKind.Freeze, "fair", asked => asked with { System = new("cv-hub"), Environment = new("development"), Expires = end });
        Assert.Equal(InterventionOutcome.Done, account.Ask(InterventionKind.Freeze, "fair", asked => asked with { System = new("cv-hub"), Environment = new("development"), Expires = end.AddHours(1) }).Outcome);
    }

    [Fact]
    public void Asked_twice_under_one_id_it_is_done_once()
    {
        using var account = new Account();
        var first = account.Ask(InterventionKind.Freeze, "incident", id: "i");
        account.Ask(InterventionKind.Unfreeze, "over");
        Assert.Equal(first.At, account.Ask(InterventionKind.Freeze, "incident", id: "i").At);

        Assert.Empty(account.Slipway.Memory.Restraints.All);
    }

    /// <summary>The incident: whoever asked too early took the leases from a release in the middle of its rollout, and the next one began beside it.</summary>
    [Fact]
    public void A_rollback_of_a_release_that_is_still_rolling_is_refused_and_leaves_it_its_leases()
    {
        using var account = new Account();
        account.Push("cv-hub-api");
        account.RunUntil(() => account.Releases.Any(release => release.Status == ReleaseStatus.Rolling));
        var held = account.Slipway.Memory.Leases.Held.Select(lease => (lease.Key, lease.Holder, lease.Token)).ToList();
        var rolling = account.Release("development").Id;
        Assert.All(held, lease => Assert.Equal(rolling, lease.Holder));
        Assert.NotEmpty(held);

        Assert.Equal(InterventionOutcome.Refused, account.Ask(InterventionKind.RollBack, "wrong totals", asked => asked with { Release = rolling }).Outcome);
        Assert.Equal(held, account.Slipway.Memory.Leases.Held.Select(lease => (lease.Key, lease.Holder, lease.Token)));

        account.Settle();
        Assert.Equal(ReleaseStatus.Verified, account.Release("development").Status);
        account.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(Fault.DiesBefore)]
    [InlineData(Fault.DiesAfter)]
    public void A_rollback_that_dies_and_is_asked_again_happens_once(Fault fault)
    {
        using var account = new Account(settings: settings => settings with { Faults = (call, earlier) => call.Function.LogicalId == "Intervene" && earlier == 0 ? fault : Fault.None });
        account.Push("cv-hub-api");
        account.Settle();
        account.Ask(InterventionKind.RollBack, "wrong totals", asked => asked with { Release = account.Release("production").Id }, id: "i");
        account.Ask(InterventionKind.RollBack, "wrong totals", asked => asked with { Release = account.Release("production").Id }, id: "i");
        account.Settle();

        Assert.Equal(ReleaseStatus.RolledBack, account.Release("production").Status);
        Assert.Single(account.Slipway.Memory.Interventions.All);
        account.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(InterventionKind.Freeze, "cv-hubb", null, null, "No manifest describes a system 'cv-hubb'; did you mean 'cv-hub'?")]
    [InlineData(InterventionKind.Freeze, "cv-hub", "prod", null, "cv-hub has no environment 'prod'; ")]
    [InlineData(InterventionKind.Hold, "cv-hub", "production", null, "Name the service as system/environment/service.")]
    [InlineData(InterventionKind.Hold, "cv-hub", "production", "apii", "production has no service 'apii'; did you mean 'api'?")]
    [InlineData(InterventionKind.Unfreeze, "cv-hub", "production", null, "There is no freeze of cv-hub/production to lift.")]
    [InlineData(InterventionKind.Lift, null, null, null, "Name the digest: sha256: and 64 hexadecimal digits.")]
    [InlineData(InterventionKind.RollBack, "cv-hub", "production", "api", "Nothing that Slipway released serves cv-hub/production/api.")]
    [InlineData(InterventionKind.Promote, "cv-hub", "production", null, "No service of cv-hub in production runs images of nothing.")]
    public void What_cannot_be_done_is_refused_with_what_to_ask_for_instead(InterventionKind kind, string? system, string? environment, string? service, string answer)
    {
        using var account = new Account();
        var refused = account.Ask(kind, "because", asked => asked with
        {
            System = system is null ? null : new(system),
            Environment = environment is null ? null : new(environment),
            Service = service is null ? null : new(service),
        });

        Assert.Equal(InterventionOutcome.Refused, refused.Outcome);
        Assert.StartsWith(answer, refused.Answer, StringComparison.Ordinal);
        Assert.Empty(account.Slipway.Memory.Restraints.All);
    }

    [Fact]
    public void Who_asks_says_who_and_why()
    {
        using var account = new Account();

        Assert.Equal("Say why: whoever reads this later wants to know.", account.Ask(InterventionKind.Freeze, "").Answer);
        Assert.Equal("Say who asks: by.", account.Ask(InterventionKind.Freeze, "incident", asked => asked with { By = "" }).Answer);
        Assert.DoesNotContain(account.Slipway.Memory.Restraints.All, restraint => restraint.Kind == RestraintKind.Freeze);
    }

    private static Intervention Promote(Account account, string environment, string tag, IReadOnlyList<WaivedGate> waives) => account.Ask(
        InterventionKind.Promote, "login is broken", asked => asked with { System = new("cv-hub"), Environment = new(environment), Image = new("cv-hub-api", tag, null), Waives = waives });
}
