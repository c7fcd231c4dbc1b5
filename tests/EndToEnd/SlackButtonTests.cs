using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Domain.Interventions;
using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;
using Slipway.Functions.Approvals;
using Slipway.Local.Hosting;

namespace Slipway.Tests.EndToEnd;

/// <summary>Slack's buttons, of blocks and of attachments, signed as Slack signs them.</summary>
public sealed class SlackButtonTests
{
    private const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";
    private const string AnswerTo = "https://hooks.slack.com/actions/T0/1/x";

    private static readonly TemplatePlan WithSlackApp = TemplatePlan.Read(
        Path.Combine(Repository.Root, "template.yaml"), "us-east-1", "123456789012", new Dictionary<string, string> { ["SlackSigningSecret"] = "slack-signing" });

    [Theory]
    [InlineData("approve", "U0QUINN01", "is approved and goes on.")]
    [InlineData("reject", "U0PAT0002", "is rejected: pat rejected it: Rejected in Slack.")]
    [InlineData("approve", "U0ROBIN03", "robin may not decide on staging: quinn, pat, sam may.")]
    public void A_button_counts_for_the_person_that_Slack_names_and_its_answer_is_for_her_alone(string action, string user, string answer)
    {
        using var account = Pushed();
        var said = Press(account, OfBlock(account, action, user));

        Assert.Equal((200, ""), (said.StatusCode, said.Body));
        var given = Assert.Single(account.Slipway.Account.ButtonAnswers.Given);
        Assert.Equal(AnswerTo, given.Address);
        Assert.EndsWith(answer, given.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("approve", "U0QUINN01", 200, "is approved and goes on.")]
    [InlineData("reject", "U0PAT0002", 200, "is rejected: pat rejected it: Rejected in Slack.")]
    [InlineData("explode", "U0QUINN01", 400, "no button")]
    public void A_button_of_an_attachment_is_answered_by_the_answer_to_its_request(string action, string user, int status, string answer)
    {
        using var account = Pushed();
        var said = Press(account, OfAttachment(account, action, user));

        Assert.Equal(status, said.StatusCode);
        Assert.Contains(answer, said.Body, StringComparison.Ordinal);
        Assert.Empty(account.Slipway.Account.ButtonAnswers.Given);
    }

    [Fact]
    public void What_Slack_did_not_sign_or_signed_long_ago_or_sent_before_is_refused()
    {
        using var account = Pushed("approval: {mode: manual, approvers: [qa, product], count: 2}");
        var body = OfBlock(account, "approve", "U0QUINN01");

        Assert.Equal(401, Press(account, body, secret: "another").StatusCode);
        Assert.Equal(401, Press(account, body, seconds: -301).StatusCode);
        Assert.Empty(account.Release("staging").Approval!.Decisions);
        Assert.Equal(200, Press(account, body, seconds: 100).StatusCode);
        Assert.Equal(409, Press(account, body, seconds: 95).StatusCode);
        Assert.Equal(400, Press(account, "payload=%7B%7D").StatusCode);
        Assert.Equal(400, Press(account, "payload=[]").StatusCode);
        Assert.Single(account.Release("staging").Approval!.Decisions);
    }

    [Fact]
    public void A_button_rolls_a_release_back_as_the_command_does_for_those_whom_the_manifest_lets()
    {
        using var account = Pushed();
        Press(account, OfBlock(account, "approve", "U0QUINN01"));
        account.Settle();
        Assert.Equal(ReleaseStatus.Verified, account.Release("staging").Status);

        Press(account, OfBlock(account, "rollback", "U0ROBIN03"));
        Press(account, OfBlock(account, "rollback", "U0NOBODY0"));
        account.Settle();
        Assert.Equal(ReleaseStatus.Verified, account.Release("staging").Status);
        Assert.Equal(
            ["robin may not change staging: quinn, pat, sam may.", "Nobody in the manifest of ai-community is known as 'U0NOBODY0': write that id into people."],
            account.Slipway.Account.ButtonAnswers.Given.Skip(1).Select(given => given.Sentence));

        Press(account, OfBlock(account, "rollback", "U0QUINN01"));
        account.Settle();
        Assert.Equal(ReleaseStatus.RolledBack, account.Release("staging").Status);
        Assert.StartsWith("quinn rolls it back: Asked for in Slack.", account.Release("staging").Stages[^2].Reason, StringComparison.Ordinal);
        Assert.Contains("is being rolled back", account.Slipway.Account.ButtonAnswers.Given[^1].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_button_freezes_the_environment_of_its_release()
    {
        using var account = Pushed();
        Press(account, OfBlock(account, "freeze", "U0ROBIN03"));
        Assert.Empty(account.Slipway.Memory.Restraints.All);

        Press(account, OfBlock(account, "freeze", "U0SAM0004"));
        var freeze = Assert.Single(account.Slipway.Memory.Restraints.All);
        Assert.Equal((RestraintKind.Freeze, "ai-community/staging", "sam"), (freeze.Kind, freeze.Scope, freeze.By));
        Assert.Equal(("sam", "slack", "U0SAM0004"), account.Slipway.Memory.Interventions.All.Where(kept => kept.Outcome == InterventionOutcome.Done).Select(kept => (kept.By, kept.Via, kept.From)).Single());
    }

    private static Account Pushed(string? staging = null)
    {
        var account = ApprovalTests.Pushed(staging, settings: settings => settings with { Plan = WithSlackApp });
        account.Slipway.Account.Secrets.Put("slack-signing", Secret);
        return account;
    }

    private static string OfBlock(Account account, string action, string user) => Form(new JsonObject
    {
        ["type"] = "block_actions",
        ["user"] = new JsonObject { ["id"] = user, ["username"] = "x", ["team_id"] = "T0" },
        ["container"] = new JsonObject { ["type"] = "message", ["message_ts"] = "1767326126.896109", ["channel_id"] = "C0123456789", ["is_ephemeral"] = false },
        ["trigger_id"] = "1.2.3",
        ["channel"] = new JsonObject { ["id"] = "C0123456789", ["name"] = "releases" },
        ["response_url"] = AnswerTo,
        ["actions"] = new JsonArray(new JsonObject
        {
            ["type"] = "button",
            ["block_id"] = "notice",
            ["action_id"] = action,
            ["text"] = new JsonObject { ["type"] = "plain_text", ["text"] = action, ["emoji"] = true },
            ["value"] = account.Release("staging").Id.Value,
            ["action_ts"] = "1767326130.289415",
        }),
    });

    private static string OfAttachment(Account account, string action, string user) => Form(new JsonObject
    {
        ["type"] = "interactive_message",
        ["callback_id"] = "slipway",
        ["actions"] = new JsonArray(new JsonObject { ["name"] = action, ["type"] = "button", ["value"] = account.Release("staging").Id.Value }),
        ["user"] = new JsonObject { ["id"] = user, ["name"] = "x" },
    });

    private static string Form(JsonObject payload) => $"payload={Uri.EscapeDataString(payload.ToJsonString())}";

    private static UrlResponse Press(Account account, string body, string secret = Secret, int seconds = 0)
    {
        var time = account.Slipway.Clock.GetUtcNow().AddSeconds(seconds).ToUnixTimeSeconds();
        var signature = $"v0={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"v0:{time}:{body}")))}";
        return new Web(account).Send("POST", "/slack", "", body, new Dictionary<string, string> { ["x-slack-request-timestamp"] = $"{time}", ["X-Slack-Signature"] = signature });
    }
}
