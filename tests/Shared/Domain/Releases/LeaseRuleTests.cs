using Slipway.Domain.Releases;

namespace Slipway.Tests.Shared.Domain.Releases;

public sealed class LeaseRuleTests
{
    [Theory]
    [InlineData("r", "r", VerdictKind.Pass, "Holds the lease of api, worker.")]
    [InlineData("r", "other", VerdictKind.Wait, "other is changing worker: waiting for it to end.")]
    [InlineData("other", "r", VerdictKind.Wait, "other is changing api: waiting for it to end.")]
    [InlineData("first", "second", VerdictKind.Wait, "first is changing api: waiting for it to end.")]
    public void A_release_begins_when_it_holds_the_lease_of_every_service(string api, string worker, VerdictKind kind, string reason) =>
        Assert.Equal(new Answer(kind, reason), LeaseRule.Decide(new(new("r"), [new(new("api"), new(api)), new(new("worker"), new(worker))])));
}
