using Slipway.Domain.Gates;
using Slipway.Domain.Images;
using Slipway.Domain.Interventions;
using Slipway.Domain.Releases;
using Slipway.Local.Hosting;

namespace Slipway.Tests.EndToEnd;

/// <summary>Releases that people decide on, on the whole installation.</summary>
public sealed class ApprovalTests
{
    private const string Staging = "approval: {mode: manual, approvers: [qa, product], expires: 72h, remind: 24h}";

    [Fact]
    [Trait("Requirement", "ACP-26")]
    [Trait("Requirement", "ACP-27")]
    [Trait("Requirement", "ACP-28")]
    [Trait("Requirement", "ACP-56")]
    public void A_push_goes_to_production_with_two_words_of_people_and_waits_for_nothing_else()
    {
        using var account = Pushed();
        Assert.Equal(ReleaseStatus.Verified, account.Release("dev").Status);
        Assert.Null(account.Release("dev").Approval);
        Assert.Equal((ReleaseStatus.Waiting, ApprovalGate.Rule), (account.Release("staging").Status, account.Release("staging").Verdict?.Rule));

        Assert.Equal(InterventionOutcome.Done, Say(account, InterventionKind.Approve, "quinn").Outcome);
        account.Settle();
        Assert.Equal(ReleaseStatus.Verified, account.Release("staging").Status);
        Assert.Equal(ReleaseStatus.Waiting, account.Release("prod").Status);

        Say(account, InterventionKind.Approve, "U0ROBIN03", "prod");
        account.Settle();
        var decision = Assert.Single(account.Release("prod").Approval!.Decisions);
        Assert.Equal(("robin", true, "tried it", "cli", "laptop"), (decision.Person, decision.Approves, decision.Reason, decision.Via, decision.From));
        Assert.Equal(ReleaseStatus.Verified, account.Release("prod").Status);
        account.AssertNothingIsLeft();
    }

    [Fact]
    [Trait("Requirement", "ACP-27")]
    [Trait("Requirement", "ACP-28")]
    public void One_rejection_ends_it_at_once_and_nothing_was_changed()
    {
        using var account = Pushed();
        var answer = Say(account, InterventionKind.Reject, "pat");

        Assert.Equal($"{account.Release("staging").Id} is rejected: pat rejected it: tried it.", answer.Answer);
        account.Settle();
        Assert.Equal((ReleaseStatus.Rejected, "pat rejected it: tried it."), (account.Release("staging").Status, account.Release("staging").Reason));
        Assert.DoesNotContain(account.Releases, release => release.Environment.Value == "prod");
        Assert.Equal(["ai-community-dev/backend"], account.Changed);
        account.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("robin", "staging", "robin may not decide on staging: quinn, pat, sam may.")]
    [InlineData("mallory", "staging", "Nobody in the manifest of ai-community is known as 'mallory': quinn, pat, sam may.")]
    [InlineData("quinn", "prod", "There is no release 'ai-community-backend-prod-0'.")]
    [Trait("Requirement", "ACP-30")]
    [Trait("Requirement", "ACP-31")]
    public void Who_may_not_decide_changes_nothing_and_hears_who_may(string by, string environment, string answer)
    {
        using var account = Pushed();
        var said = environment == "staging" ? Say(account, InterventionKind.Approve, by) : account.Ask(InterventionKind.Approve, "fine", asked => asked with { By = by, Release = new("ai-community-backend-prod-0") });

        Assert.Equal((InterventionOutcome.Refused, answer), (said.Outcome, said.Answer));
        Assert.Empty(account.Release("staging").Approval!.Decisions);
        Assert.Equal(ReleaseStatus.Waiting, account.Release("staging").Status);
    }

    [Fact]
    public void Of_two_that_are_asked_for_one_person_under_two_names_is_one()
    {
        using var account = Pushed("approval: {mode: manual, approvers: [qa], groups: [product], count: 2}");
        Say(account, InterventionKind.Approve, "quinn");

        Assert.EndsWith("it counts once.", Say(account, InterventionKind.Approve, "quinn@ai-community.example.com").Answer, StringComparison.Ordinal);
        Assert.StartsWith($"{account.Release("staging").Id} still waits. Approved by 2 of 2: quinn, sam; still missing one of product", Say(account, InterventionKind.Approve, "sam").Answer, StringComparison.Ordinal);
        Assert.Equal($"{account.Release("staging").Id} is approved and goes on.", Say(account, InterventionKind.Approve, "pat").Answer);
        account.Settle();
        Assert.Equal(ReleaseStatus.Verified, account.Release("staging").Status);
    }

    [Fact]
    public void A_request_that_is_repeated_counts_once_also_when_its_function_died_after_it()
    {
        using var account = Pushed(settings: own => own with { Faults = (call, earlier) => call.Function.LogicalId == "Intervene" && earlier == 0 ? Fault.DiesAfter : Fault.None });
        Say(account, InterventionKind.Approve, "quinn", id: "one");
        Say(account, InterventionKind.Approve, "quinn", id: "one");

        Assert.Equal(["one"], account.Release("staging").Approval!.Decisions.Select(said => said.Id));
        account.Settle();
        Assert.Equal(ReleaseStatus.Verified, account.Release("staging").Status);
    }

    [Fact]
    public void Without_an_answer_people_are_reminded_and_the_release_is_rejected_in_the_end()
    {
        using var account = Pushed();
        account.Run(TimeSpan.FromDays(4));

        var release = account.Release("staging");
        Assert.Equal((ReleaseStatus.Rejected, "Not approved within 72 h (0 of 1; still missing 1 of qa, product): nothing is released without it."), (release.Status, release.Reason));
        var told = account.Slipway.Memory.Outbox.Notices.Where(notice => notice.Id.Contains("approval", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, told.Count(notice => !notice.IsPersonal));
        Assert.Equal(["pat", "quinn", "sam"], told.Where(notice => notice.IsPersonal).Select(notice => notice.Channels[0].Name).Distinct().Order());
        Assert.Equal(9, told.Count(notice => notice.IsPersonal));

        Assert.Equal(InterventionOutcome.Refused, Say(account, InterventionKind.Approve, "quinn").Outcome);
        account.Settle();
        Assert.Equal(ReleaseStatus.Rejected, account.Release("staging").Status);
        account.AssertNothingIsLeft();
    }

    /// <summary>Incident class: an approval that came too late was taken because nobody had looked at the clock since.</summary>
    [Fact]
    public void An_approval_after_its_end_is_refused_although_the_release_still_waits()
    {
        using var account = Pushed(Staging.Replace("72h, remind: 24h", "10m", StringComparison.Ordinal), settings: own => own with { Faults = (call, _) => call.Function.LogicalId == "GateRelease" && call.Payload.Contains("\"approval\":{", StringComparison.Ordinal) ? Fault.DiesBefore : Fault.None });
        account.Run(TimeSpan.FromMinutes(10));
        var late = Say(account, InterventionKind.Approve, "quinn");

        Assert.Matches("^The time to decide on .* ended on ", late.Answer);
        Assert.Empty(account.Release("staging").Approval!.Decisions);
    }

    [Fact]
    public async Task Who_made_the_image_needs_somebody_else()
    {
        using var account = Pushed();
        var release = account.Release("staging");
        await account.Slipway.Memory.Releases.SaveAsync(release with { Push = release.Push with { Authors = ["Quinn <quinn@ai-community.example.com>"] } }, TestContext.Current.CancellationToken);

        Assert.Contains("still missing somebody other than the author", Say(account, InterventionKind.Approve, "quinn").Answer, StringComparison.Ordinal);
        account.Settle();
        Assert.Equal(ReleaseStatus.Waiting, account.Release("staging").Status);
        Say(account, InterventionKind.Approve, "pat");
        account.Settle();
        Assert.Equal(ReleaseStatus.Verified, account.Release("staging").Status);
    }

    [Fact]
    public void What_a_freeze_held_up_goes_on_when_it_is_lifted_and_not_minutes_later()
    {
        using var account = new Account("cv-hub");
        account.Ask(InterventionKind.Freeze, "year's end");
        account.Push("cv-hub-api");
        account.Run(TimeSpan.FromMinutes(2));
        Assert.Equal(ReleaseStatus.Waiting, account.Release("development").Status);

        account.Ask(InterventionKind.Unfreeze, "all quiet");
        Assert.NotEqual(ReleaseStatus.Waiting, account.Release("development").Status);
    }

    [Fact]
    [Trait("Requirement", "DGT-91")]
    [Trait("Requirement", "DGT-100")]
    public void Dougust_reaches_production_through_staging_and_by_a_release_manager()
    {
        using var account = new Account("dougust");
        account.Push("dougust-be", tag: "dev-4f1c2d9");
        account.Settle();

        Assert.Equal(["development", "staging", "production"], account.Releases.Select(release => release.Environment.Value));
        Assert.Equal((ReleaseStatus.Verified, ReleaseStatus.Waiting), (account.Release("staging").Status, account.Release("production").Status));
        Say(account, InterventionKind.Approve, "release-managers", "production");
        account.Settle();
        Assert.Equal(ReleaseStatus.Verified, account.Release("production").Status);
    }

    internal static Account Pushed(string? staging = null, Func<string, string>? manifest = null, Func<InstallationSettings, InstallationSettings>? settings = null)
    {
        var account = new Account("ai-community", settings, text =>
        {
            Assert.Contains(Staging, text, StringComparison.Ordinal);
            text = text.Replace(Staging, staging ?? Staging, StringComparison.Ordinal);
            return manifest?.Invoke(text) ?? text;
        });
        Image image = account.Push("ai-community-backend", tag: "dev-4f1c2d9");
        account.Slipway.Clock.RunUntil(() => account.Releases.Any(release => release.Image == image && release.WaitsForPeople()), account.Slipway.Clock.GetUtcNow().AddDays(1));
        account.Run(TimeSpan.FromSeconds(5));
        return account;
    }

    private static Intervention Say(Account account, InterventionKind kind, string by, string environment = "staging", string? id = null) =>
        account.Ask(kind, "tried it", asked => asked with { By = by, Release = account.Release(environment).Id, Via = "cli", From = "laptop" }, id);
}
