using System.Text.Json;
using Slipway.Aws.Notices;
using Slipway.Domain;
using Slipway.Domain.Interventions;
using Slipway.Domain.Notifications;
using Slipway.Domain.Remediation;

namespace Slipway.Tests.Wire.Notices;

/// <summary>The bot before a Slack on loopback that checks the requests as the real one does.</summary>
public sealed class SlackBotTests : IAsyncLifetime
{
    private static readonly Channel Team = new("team", ChannelKind.Slack, "shop/slack") { Conversation = SlackPeer.Conversation };
    private static readonly Notice Waits = new("n-1", AlarmSeverity.Warning, "Shop production: api v2 waits for <approval>", "qa & product decide.", [Team])
    {
        Thread = "shop-api-production-1",
        Decides = new("shop-api-production-1"),
        Offers = [InterventionKind.Approve, InterventionKind.Reject],
    };

    private static readonly Notice Ended = Waits with { Id = "n-2", Severity = AlarmSeverity.Info, Title = "Shop production: api v2 verified", Text = "It serves.", Offers = [InterventionKind.RollBack, InterventionKind.Freeze] };
    private SlackPeer _slack = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _slack = await SlackPeer.StartAsync();

    public ValueTask DisposeAsync() => _slack.DisposeAsync();

    [Fact]
    public async Task The_first_notice_of_a_release_begins_a_thread_with_its_state_and_buttons()
    {
        var id = await SendAsync(Waits);

        var post = Assert.Single(_slack.Posts);
        Assert.Equal((id, null, "Shop production: api v2 waits for &lt;approval&gt;"), (post.Id, post.Under, post.Text));
        Assert.Equal(["header", "context", "section", "actions"], Types(post.Blocks));
        Assert.Equal("Shop production: api v2 waits for <approval>", post.Blocks[0].GetProperty("text").GetProperty("text").GetString());
        Assert.Equal("warning · shop-api-production-1", post.Blocks[1].GetProperty("elements")[0].GetProperty("text").GetString());
        Assert.Equal("qa &amp; product decide.", post.Blocks[2].GetProperty("text").GetProperty("text").GetString());
        Assert.Equal([("approve", "Approve", "primary", "shop-api-production-1"), ("reject", "Reject", "danger", "shop-api-production-1")], Buttons(post.Blocks));
    }

    [Fact]
    public async Task The_next_ones_stand_under_it_and_it_shows_how_things_stand_now()
    {
        var first = await SendAsync(Waits);
        await SendAsync(Ended, under: first);

        Assert.Equal([(first, null), ("1767603600.000002", first)], _slack.Posts.Select(post => (post.Id, post.Under)));
        Assert.Equal("Shop production: api v2 verified", _slack.Posts[0].Text);
        Assert.Equal([("rollback", "Roll back", "danger"), ("freeze", "Freeze", null)], Buttons(_slack.Posts[0].Blocks).Select(button => (button.Action, button.Text, button.Style)));
        Assert.Equal(["section"], Types(_slack.Posts[1].Blocks));
        Assert.Equal("*Shop production: api v2 verified*\nIt serves.", _slack.Posts[1].Blocks[0].GetProperty("text").GetProperty("text").GetString());
    }

    [Fact]
    public async Task One_that_comes_late_does_not_change_the_state()
    {
        var first = await SendAsync(Ended);
        await Bot.SendAsync(Waits, Team, SlackPeer.Conversation, first, showsState: false, Token);

        Assert.Equal(["chat.postMessage", "chat.postMessage"], _slack.Calls);
        Assert.Equal("Shop production: api v2 verified", _slack.Posts[0].Text);
    }

    [Fact]
    public async Task A_first_message_that_somebody_deleted_keeps_nobody_from_hearing()
    {
        await SendAsync(Ended, under: "1767000000.000001");
        Assert.Equal(["chat.update", "chat.postMessage"], _slack.Calls);
        Assert.Single(_slack.Posts);
    }

    [Fact]
    public async Task The_longest_notice_stays_within_the_limits_of_blocks()
    {
        await SendAsync(Waits with { Title = new string('ä', 500), Text = $"{new string('&', 10_000)}{string.Concat(Enumerable.Repeat("😀", 20_000))}", Id = new string('i', 300) });

        var blocks = Assert.Single(_slack.Posts).Blocks;
        Assert.EndsWith(" ... (cut)", blocks[0].GetProperty("text").GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.All(blocks.EnumerateArray().Where(block => block.GetProperty("type").GetString() == "section").SkipLast(1), block => Assert.Matches("^(?:&amp;|😀)+$", block.GetProperty("text").GetProperty("text").GetString()));
    }

    [Theory]
    [InlineData("invalid_auth", "Slack does not accept the token (invalid_auth): put the one of the app's bot, which begins with xoxb-, into the secret shop/slack.")]
    [InlineData("token_revoked", "Slack does not accept the token (token_revoked): put the one of the app's bot, which begins with xoxb-, into the secret shop/slack.")]
    [InlineData("missing_scope", "Slack does not let the app write (missing_scope): give its bot the scope chat:write, install it again, and put its token into the secret shop/slack.")]
    [InlineData("channel_not_found", "Slack knows no conversation C0123456789 (channel_not_found): correct notifications.channels.team.channel, or invite the app there if it is private.")]
    [InlineData("not_in_channel", "Slack's app is not in the conversation C0123456789 (not_in_channel): invite it there, or give its bot the scope chat:write.public.")]
    [InlineData("is_archived", "The conversation C0123456789 of Slack is archived (is_archived): name another one in notifications.channels.team.channel.")]
    [InlineData("restricted_action", "Slack's administrators do not let the app write to the conversation C0123456789 (restricted_action): ask them, or name another one in notifications.channels.team.channel.")]
    [InlineData("something_new", "Slack refuses the notice (something_new): the reference of its method chat.postMessage says what that means.")]
    [InlineData("xoxb-1 hunter2", "Slack refuses the notice (an answer without a code): the reference of its method chat.postMessage says what that means.")]
    public async Task What_Slack_refuses_says_what_to_do(string code, string sentence)
    {
        _slack.Next = (200, null, $$"""{"ok":false,"error":"{{code}}"}""");
        Assert.Equal(sentence, (await Assert.ThrowsAsync<RejectedException>(() => SendAsync(Waits))).Message);
    }

    [Theory]
    [InlineData(200, """{"ok":false,"error":"ratelimited"}""", "Slack takes no notice now (ratelimited).")]
    [InlineData(200, """{"ok":false,"error":"internal_error"}""", "Slack takes no notice now (internal_error).")]
    [InlineData(200, "<html>", "Slack answered 200 with what is no answer of its API.")]
    [InlineData(503, "", "Slack answered 503: it takes no notice now.")]
    public async Task What_passes_is_worth_another_time(int status, string body, string sentence)
    {
        _slack.Next = (status, null, body);
        Assert.Equal(sentence, (await Assert.ThrowsAsync<UnavailableException>(() => SendAsync(Waits))).Message);
    }

    [Fact]
    public async Task How_long_Slack_wants_to_be_left_alone_is_heard()
    {
        _slack.Next = (429, ("Retry-After", "30"), """{"ok":false,"error":"ratelimited"}""");
        Assert.Equal(TimeSpan.FromSeconds(30), (await Assert.ThrowsAsync<UnavailableException>(() => SendAsync(Waits))).RetryAfter);
    }

    [Fact]
    public async Task A_change_that_fails_is_repeated_before_anybody_reads_anything()
    {
        var first = await SendAsync(Waits);
        _slack.Next = (503, null, "");
        await Assert.ThrowsAsync<UnavailableException>(() => SendAsync(Ended, under: first));
        Assert.Single(_slack.Posts);
    }

    [Fact]
    public async Task A_secret_without_a_token_of_a_bot_is_refused_without_being_told()
    {
        var bot = new SlackBot(HttpNotifications.CreateClient(), new KnownSecrets(("shop/slack", "https://hooks.slack.com/hunter2")), _slack.Api);
        var refused = await Assert.ThrowsAsync<RejectedException>(() => bot.SendAsync(Waits, Team, SlackPeer.Conversation, null, false, Token));
        Assert.Equal("The secret shop/slack holds no token of a bot: store that of the Slack app in it, which begins with xoxb-.", refused.Message);
        Assert.Empty(_slack.Calls);
    }

    private SlackBot Bot => new(HttpNotifications.CreateClient(), new KnownSecrets(("shop/slack", $"{SlackPeer.Token}\n")), _slack.Api);

    private Task<string> SendAsync(Notice notice, string? under = null) => Bot.SendAsync(notice, Team, SlackPeer.Conversation, under, showsState: under is not null, Token);

    private static IEnumerable<string?> Types(JsonElement blocks) => blocks.EnumerateArray().Select(block => block.GetProperty("type").GetString());

    private static IEnumerable<(string? Action, string? Text, string? Style, string? Value)> Buttons(JsonElement blocks) => blocks.EnumerateArray().Last().GetProperty("elements").EnumerateArray().Select(button => (
        button.GetProperty("action_id").GetString(),
        button.GetProperty("text").GetProperty("text").GetString(),
        button.TryGetProperty("style", out var style) ? style.GetString() : null,
        button.GetProperty("value").GetString()));
}
