using System.Net;
using System.Text.Json;
using Slipway.Aws.Notices;
using Slipway.Domain;
using Slipway.Domain.Notifications;
using Slipway.Domain.Remediation;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Notices;

/// <summary>Slack, PagerDuty and webhooks, scripted in the forms that they document.</summary>
public sealed class HttpNotificationsTests
{
    private const string Hook = "https://hooks.slack.com/services/T0/B0/hunter2";
    private static readonly Notice Notice = new("shop-1-rolled-back", AlarmSeverity.Critical, "Shop: api <rolled back>", "CPU & memory.", []);
    private static readonly Channel Slack = new("slack", ChannelKind.Slack, "shop/slack");
    private static readonly Channel PagerDuty = new("oncall", ChannelKind.PagerDuty, "shop/pagerduty");
    private static readonly Channel Webhook = new("audit", ChannelKind.Webhook, "shop/webhook");
    private static readonly KnownSecrets Secrets = new(("shop/slack", Hook), ("shop/pagerduty", "R0UT1NG\n"), ("shop/webhook", "https://audit.shop.example/hunter2"), ("shop/text", "hunter2"), ("shop/plain", "http://audit.shop.example/hunter2"));
    private readonly ScriptedAws _script = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Slack_scripted_gets_a_text_without_markup_of_its_own()
    {
        await SendAsync(Slack);
        Assert.Equal(("hooks.slack.com", "/services/T0/B0/hunter2"), (Sent.Host, Sent.Operation));
        Assert.Equal("*Shop: api &lt;rolled back&gt;*\nCPU &amp; memory.", Body.GetProperty("text").GetString());
    }

    [Fact]
    public async Task PagerDuty_scripted_gets_an_event_whose_key_is_the_notices()
    {
        await SendAsync(PagerDuty);
        Assert.Equal(("events.pagerduty.com", "/v2/enqueue"), (Sent.Host, Sent.Operation));
        Assert.Equal(("R0UT1NG", "trigger", "shop-1-rolled-back"), (Body.GetProperty("routing_key").GetString(), Body.GetProperty("event_action").GetString(), Body.GetProperty("dedup_key").GetString()));
        var payload = Body.GetProperty("payload");
        Assert.Equal(("Shop: api <rolled back>", "slipway", "critical"), (payload.GetProperty("summary").GetString(), payload.GetProperty("source").GetString(), payload.GetProperty("severity").GetString()));
    }

    [Fact]
    public async Task A_webhook_scripted_gets_the_notice_itself()
    {
        await SendAsync(Webhook);
        Assert.Equal("""{"id":"shop-1-rolled-back","severity":"critical","title":"Shop: api \u003Crolled back\u003E","text":"CPU \u0026 memory."}""", Sent.Body);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests, typeof(UnavailableException), "Slack answered 429: it takes no notice now.")]
    [InlineData(HttpStatusCode.BadGateway, typeof(UnavailableException), "Slack answered 502: it takes no notice now.")]
    [InlineData(HttpStatusCode.Gone, typeof(RejectedException), "Slack answered 410: put a new address into the secret shop/slack.")]
    [InlineData(HttpStatusCode.Found, typeof(RejectedException), "Slack answered 302: put a new address into the secret shop/slack.")]
    public async Task An_answer_scripted_that_is_no_success_is_told_without_the_address(HttpStatusCode status, Type failure, string sentence)
    {
        _script.Refuse("hunter2", status: status);
        var failed = await Assert.ThrowsAnyAsync<Exception>(() => Http.SendAsync(Notice, Slack, Token));

        Assert.IsType(failure, failed);
        Assert.Equal(sentence, failed.Message);
        Assert.DoesNotContain("hunter2", failed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_side_that_cannot_be_reached_is_told_without_the_address()
    {
        using var client = new HttpClient();
        var http = new HttpNotifications(client, new KnownSecrets(("shop/webhook", "http://127.0.0.1:1/hunter2")), TimeProvider.System);
        var failed = await Assert.ThrowsAsync<UnavailableException>(() => http.SendAsync(Notice, Webhook, Token));

        Assert.Equal("The webhook cannot be reached (ConnectionError).", failed.Message);
        Assert.DoesNotContain("hunter2", failed.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shop/text")]
    [InlineData("shop/plain")]
    public async Task A_secret_that_is_no_https_address_is_refused_without_being_told(string secret)
    {
        var refused = await Assert.ThrowsAsync<RejectedException>(() => Http.SendAsync(Notice, Slack with { Target = secret }, Token));
        Assert.Equal($"The secret {secret} holds no https address: store the address of the incoming webhook in it.", refused.Message);
        Assert.Empty(_script.Requests);
    }

    private ScriptedRequest Sent => Assert.Single(_script.Requests);

    private JsonElement Body => JsonDocument.Parse(Sent.Body).RootElement;

    private HttpNotifications Http => new(_script.Client(), Secrets, TimeProvider.System);

    private Task SendAsync(Channel channel)
    {
        _script.Answer("{}");
        return Http.SendAsync(Notice, channel, Token);
    }
}
