using Slipway.Domain.Images;
using Slipway.Domain.Releases;

namespace Slipway.Tests.EndToEnd;

/// <summary>What becomes of pushes: one record each, one release for each digest and environment.</summary>
public sealed class PushTests
{
    private const string Digest = "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

    [Fact]
    public void The_same_event_twice_is_one_release()
    {
        using var account = new Account();
        var pushed = account.Push("cv-hub-api");
        account.Slipway.Deployment.PutEvent(Event(digest: pushed.Digest.Value));
        account.Slipway.Deployment.PutEvent(Event(digest: pushed.Digest.Value));

        account.Settle();

        Assert.Equal(2, account.Releases.Count);
        Assert.Equal([PushOutcome.Accepted, PushOutcome.Duplicate], account.Slipway.Memory.Pushes.All.Select(push => push.Outcome).Order());
    }

    [Fact]
    [Trait("Requirement", "DGT-35")]
    public void Two_tags_on_one_digest_are_one_release()
    {
        using var account = new Account();
        account.Slipway.Account.Registry.Retag(account.Push("cv-hub-api"), "latest");

        account.Settle();

        Assert.Equal(2, account.Releases.Count);
        Assert.All(account.Releases, release => Assert.Equal(ReleaseStatus.Verified, release.Status));
        Assert.Equal([PushOutcome.Accepted, PushOutcome.Duplicate], account.Slipway.Memory.Pushes.All.Select(push => push.Outcome));
    }

    [Fact]
    public void A_push_while_a_release_runs_waits_and_an_older_waiting_one_is_superseded()
    {
        using var account = new Account();
        account.Push("cv-hub-api", tag: "1111111");
        account.Run(TimeSpan.FromMinutes(3));
        account.Push("cv-hub-api", tag: "2222222");
        account.Run(TimeSpan.FromMinutes(2));
        account.Push("cv-hub-api", tag: "3333333");

        account.Settle();

        Assert.Equal(
            [("1111111", ReleaseStatus.Verified), ("2222222", ReleaseStatus.Superseded), ("3333333", ReleaseStatus.Verified)],
            account.Releases.Where(release => release.Environment.Value == "development").Select(release => (release.Push.Tag, release.Status)).Order());
        Assert.Equal("3333333", account.Releases.Where(release => release is { Environment.Value: "production", Status: ReleaseStatus.Verified }).MaxBy(release => release.Entered(ReleaseStatus.Verified))!.Push.Tag);
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void A_push_that_arrives_after_a_newer_one_is_superseded()
    {
        using var account = new Account();
        account.Push("cv-hub-api", tag: "2222222");
        account.Run(TimeSpan.FromMinutes(1));
        account.Slipway.Deployment.PutEvent(Event(id: "11111111-0000-0000-0000-000000000000", tag: "1111111", time: "2026-01-05T08:00:00Z"));

        account.Settle();

        var late = Assert.Single(account.Releases, release => release.Push.Tag == "1111111");
        Assert.Equal(ReleaseStatus.Superseded, late.Status);
        Assert.Contains("which was pushed later", late.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("somebody-elses", "1234567", "No system runs images of the repository somebody-elses.")]
    [InlineData("dougust-be", "latest", "No environment of dougust accepts the tag 'latest'.")]
    public void A_push_that_nobody_wants_is_recorded_as_ignored(string repository, string tag, string reason)
    {
        using var account = new Account("dougust");
        account.Slipway.Deployment.PutEvent(Event(repository: repository, tag: tag));

        account.Settle();

        var record = Assert.Single(account.Slipway.Memory.Pushes.All);
        Assert.Equal((PushOutcome.Ignored, reason), (record.Outcome, record.Reason));
        Assert.Empty(account.Releases);
    }

    [Fact]
    public void Messages_that_are_no_events_are_recorded_and_stop_nothing()
    {
        using var account = new Account();
        var queue = account.Slipway.Deployment.Queue("RegistryEvents");
        var good = Event(digest: account.Slipway.Account.Registry.Seed(null, "cv-hub-web").Digest.Value, repository: "cv-hub-web");
        foreach (var body in new[] { " ", "not json", "[]", "{}", good[..(good.Length / 2)], """{"source":"aws.s3","detail-type":"Object Created"}""", good })
        {
            queue.Send(body);
        }

        account.Settle();

        Assert.Equal(7, account.Slipway.Memory.Pushes.All.Count);
        Assert.Equal(5, account.Slipway.Memory.Pushes.All.Count(push => push.Outcome == PushOutcome.Rejected));
        Assert.Equal(1, account.Slipway.Memory.Pushes.All.Count(push => push.Outcome == PushOutcome.Ignored));
        Assert.All(account.Slipway.Memory.Pushes.All, push => Assert.NotEmpty(push.Reason));
        Assert.All(account.Slipway.Deployment.Queues, waiting => Assert.Equal(0, waiting.Depth.Total));
    }

    private static string Event(
        string id = "22222222-0000-0000-0000-000000000000", string repository = "cv-hub-api", string digest = Digest, string tag = "abcdef0", string time = "2026-01-05T09:00:00Z") => $$$"""
        {"version":"0","id":"{{{id}}}","detail-type":"ECR Image Action","source":"aws.ecr","account":"123456789012","time":"{{{time}}}","region":"us-west-2","resources":[],
        "detail":{"result":"SUCCESS","repository-name":"{{{repository}}}","image-digest":"{{{digest}}}","action-type":"PUSH","image-tag":"{{{tag}}}"}}
        """;
}
