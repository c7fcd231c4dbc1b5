using Slipway.Domain.Gates;
using Slipway.Domain.Releases;

namespace Slipway.Tests.Shared.Domain.Gates;

public sealed class ApprovalGateTests
{
    [Fact]
    public void Nothing_is_released_without_the_approval_that_a_manifest_asks_for()
    {
        var answer = ApprovalGate.Decide(new(new(Required: true, ["leads"])));

        Assert.Equal(VerdictKind.Refuse, answer.Kind);
        Assert.Contains("approval: {mode: none}", answer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_none_is_asked_for_the_gate_is_open() => Assert.Equal(Answer.Unasked("The manifest asks for no approval."), ApprovalGate.Decide(new(new(Required: false, []))));
}
