using Slipway.Domain.Approvals;
using Slipway.Domain.Releases;

namespace Slipway.Tests.EndToEnd;

/// <summary>The page behind a link.</summary>
public sealed class ApprovalPageTests
{
    [Fact]
    public void A_link_shows_what_changes_and_lets_its_reader_decide_once()
    {
        using var account = ApprovalTests.Pushed();
        var web = new Web(account);
        var token = web.TokenOf("quinn");

        var page = web.Get(token);
        Assert.Equal(200, page.StatusCode);
        Assert.All(
            ["quinn", "ai-community-backend:dev-4f1c2d9", account.Release("staging").Push.Image.Digest.Value, "upstream: Verified in dev.", "ai-community-staging-db", "Approve", "Reject", "as rejected"],
            text => Assert.Contains(text, page.Body, StringComparison.Ordinal));

        var done = web.Post(token, reason: "all flows work");
        Assert.Equal((200, true), (done.StatusCode, done.Body.Contains("is approved and goes on.", StringComparison.Ordinal)));
        account.Settle();
        var decision = Assert.Single(account.Release("staging").Approval!.Decisions);
        Assert.Equal(("quinn", "all flows work", "page", "192.0.2.7"), (decision.Person, decision.Reason, decision.Via, decision.From));
        Assert.Equal(ReleaseStatus.Verified, account.Release("staging").Status);
    }

    /// <summary>Incident class: an approval was replayed.</summary>
    [Fact]
    public void A_link_that_was_used_does_nothing_more()
    {
        using var account = ApprovalTests.Pushed("approval: {mode: manual, approvers: [qa, product], count: 2}");
        var web = new Web(account);
        var token = web.TokenOf("quinn");
        web.Post(token);
        var again = web.Post(token, "reject");

        Assert.Equal(410, again.StatusCode);
        Assert.Contains("works once", again.Body, StringComparison.Ordinal);
        Assert.Equal(410, web.Get(token).StatusCode);
        Assert.True(Assert.Single(account.Release("staging").Approval!.Decisions).Approves);
        Assert.Equal(ReleaseStatus.Waiting, account.Release("staging").Status);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("PUT")]
    [InlineData("OPTIONS")]
    public void Nothing_but_a_post_changes_anything(string method)
    {
        using var account = ApprovalTests.Pushed();
        var web = new Web(account);
        var before = account.Release("staging");
        var answer = web.Send(method, "/", $"t={web.TokenOf("quinn")}&decision=approve&reason=x", $"t={web.TokenOf("quinn")}&decision=approve&reason=x");

        Assert.Equal(method is "GET" or "HEAD" ? 200 : 405, answer.StatusCode);
        Assert.Equal(method == "HEAD", answer.Body.Length == 0);
        Assert.Equal(before.Version, account.Release("staging").Version);
        Assert.Empty(account.Slipway.Memory.Interventions.All);
    }

    [Fact]
    public async Task Every_wrong_link_has_its_page_and_its_status()
    {
        using var account = ApprovalTests.Pushed();
        var web = new Web(account);
        var (token, pats) = (web.TokenOf("quinn"), web.TokenOf("pat"));
        var key = await account.Slipway.Account.Secrets.ReadOwnAsync(account.Slipway.Template.Find("ApprovalKey")!.Reference, TestContext.Current.CancellationToken);
        string Made(string release, string person, int days) => new DecisionLink(new(release), person, account.Slipway.Clock.GetUtcNow().AddDays(days)).Sign(key);
        var id = account.Release("staging").Id.Value;

        Assert.Equal(403, web.Get("").StatusCode);
        Assert.Equal(403, web.Post(token[..^1]).StatusCode);
        Assert.Equal(403, web.Post($"{token.Split('.')[0]}.{pats.Split('.')[1]}").StatusCode);
        Assert.Equal(410, web.Post(Made(id, "quinn", -1)).StatusCode);
        Assert.Equal(404, web.Post(Made("shop-api-prod-0", "quinn", 1)).StatusCode);
        Assert.Equal(409, web.Post(Made(id, "robin", 1)).StatusCode);
        Assert.Equal(400, web.Post(token, decision: "maybe").StatusCode);
        Assert.Equal(400, web.Post(token, reason: " ").StatusCode);
        Assert.Equal(404, web.Send("GET", "/favicon.ico", "", "").StatusCode);
        Assert.Equal(404, web.Send("POST", "/slack", "", "payload={}").StatusCode);
        Assert.Empty(account.Release("staging").Approval!.Decisions);

        Assert.Equal(200, web.Post(token, "reject", "not before the fair").StatusCode);
        account.Settle();
        var late = web.Post(pats);
        Assert.Equal(409, late.StatusCode);
        Assert.Contains("quinn rejected it", late.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_people_write_is_text_on_the_page_and_the_page_is_closed()
    {
        using var account = ApprovalTests.Pushed(
            "approval: {mode: manual, approvers: [qa, product], count: 2}", text => text.Replace("displayName: AI Community Platform", "displayName: \"<img src=x onerror=alert(1)>\"", StringComparison.Ordinal));
        var web = new Web(account);
        var token = web.TokenOf("quinn");
        web.Post(web.TokenOf("pat"), reason: "<script>alert(\"1\")</script> & 'more'");
        var page = web.Get(token);

        Assert.DoesNotContain("<script", page.Body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page.Body, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;more&#39;", page.Body, StringComparison.Ordinal);
        Assert.Equal("no-store", page.Headers["cache-control"]);
        Assert.Equal("nosniff", page.Headers["x-content-type-options"]);
        Assert.Equal("no-referrer", page.Headers["referrer-policy"]);
        Assert.Contains("frame-ancestors 'none'", page.Headers["content-security-policy"], StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page.Headers["content-security-policy"], StringComparison.Ordinal);
    }
}
