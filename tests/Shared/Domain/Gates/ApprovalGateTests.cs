using Slipway.Domain.Approvals;
using Slipway.Domain.Gates;
using Slipway.Domain.Releases;

namespace Slipway.Tests.Shared.Domain.Gates;

public sealed class ApprovalGateTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly ApprovalPolicy One = new(Required: true, ["leads"]);
    private static readonly ApprovalPolicy Two = One with { Count = 2, Groups = ["qa"], Expires = 24 * Hour, Remind = 4 * Hour };

    [Fact]
    public void Where_none_is_asked_for_the_gate_is_open() =>
        Assert.Equal(Answer.Unasked("The manifest asks for no approval."), ApprovalGate.Decide(new(ApprovalPolicy.None, null, [], Any.Time)));

    [Fact]
    public void Nothing_is_released_before_somebody_says_so() => Assert.Equal(
        Answer.Wait("Approved by 0 of 1; still missing 1 of leads; ends 2026-01-08 09:00 UTC.", ApprovalPolicy.UsualTime), ApprovalGate.Decide(new(One, null, [], Any.Time)));

    /// <summary>Each word is a person of a group, with a minus for a rejection and the hours after which it fell.</summary>
    [Theory]
    [InlineData("", 1, "wait Approved by 0 of 2; still missing 2 of leads, qa, still missing one of qa; ends 2026-01-06 09:00 UTC.")]
    [InlineData("ann/leads/1", 2, "wait Approved by 1 of 2: ann; still missing 1 of leads, qa, still missing one of qa; ends 2026-01-06 09:00 UTC.")]
    [InlineData("ann/leads/1 ben/leads/2", 2, "wait Approved by 2 of 2: ann, ben; still missing one of qa; ends 2026-01-06 09:00 UTC.")]
    [InlineData("ann/leads/1 quinn/qa/2", 3, "pass Approved by ann and quinn: fine; fine.")]
    [InlineData("ann/leads/1 ann/leads/2 ann/leads/3", 4, "wait Approved by 1 of 2: ann; still missing 1 of leads, qa, still missing one of qa; ends 2026-01-06 09:00 UTC.")]
    [InlineData("ann/leads/1 eve/guests/2", 3, "wait Approved by 1 of 2: ann; still missing 1 of leads, qa, still missing one of qa; ends 2026-01-06 09:00 UTC.")]
    [InlineData("-eve/guests/1", 2, "wait Approved by 0 of 2; still missing 2 of leads, qa, still missing one of qa; ends 2026-01-06 09:00 UTC.")]
    [InlineData("ann/leads/1 quinn/qa/2 -ben/leads/3", 4, "refuse ben rejected it: fine.")]
    [InlineData("ann/leads/1 -ann/leads/2", 3, "refuse ann rejected it: fine.")]
    [InlineData("ann/leads/1", 24, "refuse Not approved within 24 h (1 of 2: ann; still missing 1 of leads, qa, still missing one of qa): nothing is released without it.")]
    [InlineData("ann/leads/1 quinn/qa/24", 25, "refuse Not approved within 24 h (1 of 2: ann; still missing 1 of leads, qa, still missing one of qa): nothing is released without it.")]
    [InlineData("ann/leads/1 -quinn/qa/25", 26, "refuse Not approved within 24 h (1 of 2: ann; still missing 1 of leads, qa, still missing one of qa): nothing is released without it.")]
    [InlineData("ann/leads/1 quinn/qa/23", 30, "pass Approved by ann and quinn: fine; fine.")]
    [Trait("Requirement", "ACP-30")]
    [Trait("Requirement", "ACP-31")]
    public void An_approval_counts_once_before_its_end_from_those_who_may(string said, int hours, string expected)
    {
        var answer = ApprovalGate.Decide(new(Two, Asked(said), ["zoe"], Any.Time + (hours * Hour)));

        Assert.Equal(expected, $"{answer.Kind.ToString().ToLowerInvariant()} {answer.Reason}");
    }

    [Theory]
    [InlineData("ann/leads/1", 1, "wait Approved by 1 of 1: ann; still missing somebody other than the author; ends 2026-01-08 09:00 UTC.")]
    [InlineData("ann/leads/1 ben/leads/2", 1, "pass Approved by ann and ben: fine; fine.")]
    [InlineData("ben/leads/2", 1, "pass Approved by ben: fine.")]
    [InlineData("ann/leads/1 ben/leads/2", 2, "pass Approved by ann and ben: fine; fine.")]
    public void Who_made_the_image_is_never_enough_alone(string said, int count, string expected)
    {
        var answer = ApprovalGate.Decide(new(One with { Count = count }, Asked(said, ApprovalPolicy.UsualTime), ["ann"], Any.Time + (3 * Hour)));

        Assert.Equal(expected, $"{answer.Kind.ToString().ToLowerInvariant()} {answer.Reason}");
    }

    [Theory]
    [InlineData("ann/leads/1", "wait Approved by 1 of 1: ann; still missing somebody other than the author; ends 2026-01-08 09:00 UTC.")]
    [InlineData("ann/leads/1 ben/leads/2", "wait Approved by 2 of 1: ann, ben; still missing somebody other than the author; ends 2026-01-08 09:00 UTC.")]
    [InlineData("ann/leads/1 quinn/leads/2", "pass Approved by ann and quinn: fine; fine.")]
    public void Of_images_that_several_made_none_of_them_is_enough(string said, string expected)
    {
        var answer = ApprovalGate.Decide(new(One, Asked(said, ApprovalPolicy.UsualTime), ["ann", "ben"], Any.Time + (3 * Hour)));

        Assert.Equal(expected, $"{answer.Kind.ToString().ToLowerInvariant()} {answer.Reason}");
    }

    [Fact]
    public void That_nobody_knows_who_made_the_image_is_told() => Assert.Equal(
        Answer.Pass("Approved by ann: fine. The image does not say who made it."), ApprovalGate.Decide(new(One, Asked("ann/leads/1", ApprovalPolicy.UsualTime), [], Any.Time + (3 * Hour))));

    [Theory]
    [InlineData(0, null, 4)]
    [InlineData(5, 4, 3)]
    [InlineData(22, 21, 2)]
    public void It_is_asked_again_when_somebody_is_to_be_reminded_or_the_time_is_up(int now, int? told, int wait) => Assert.Equal(
        wait * Hour, ApprovalGate.Decide(new(Two, Asked("") with { ToldAt = told is { } at ? Any.Time + (at * Hour) : null }, [], Any.Time + (now * Hour))).AskAgainIn);

    private static Approval Asked(string said, TimeSpan? expires = null) => new(Any.Time, Any.Time + (expires ?? 24 * Hour))
    {
        Decisions = [.. said.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((word, number) => word.Split('/') is [var person, var group, var hours]
            ? new Decision($"d-{number}", person.TrimStart('-'), [group], person[0] != '-', "fine.", Any.Time + (int.Parse(hours) * Hour), "cli", null)
            : throw new FormatException(word))],
    };
}
