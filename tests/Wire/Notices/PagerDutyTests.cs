using System.Text;
using System.Text.Json;
using Slipway.Aws.Notices;
using Slipway.Domain;
using Slipway.Domain.Notifications;
using Slipway.Domain.Remediation;

namespace Slipway.Tests.Wire.Notices;

/// <summary>PagerDuty's Events API v2 on loopback: it takes what the real one takes, and keeps one alert for each key.</summary>
public sealed class PagerDutyTests : IAsyncLifetime
{
    private const string Key = "0123456789abcdef0123456789abcdef";
    private static readonly string[] Severities = ["critical", "error", "warning", "info"];
    private static readonly Channel Oncall = new("oncall", ChannelKind.PagerDuty, "shop/pagerduty");
    private static readonly Notice Broken = new("n-1", AlarmSeverity.Critical, "Shop production: api v2 frozen", "A person must look.", [Oncall]) { Thread = "shop-api-production-1" };
    private readonly Dictionary<string, JsonElement> _open = [];
    private NoticePeer _peer = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _peer = await NoticePeer.StartAsync(Answer);

    public ValueTask DisposeAsync() => _peer.DisposeAsync();

    [Fact]
    [Trait("Requirement", "ACP-38")]
    public async Task Notices_of_one_release_are_one_alert_that_ends_when_the_release_ends_well()
    {
        await SendAsync(Broken);
        await SendAsync(Broken with { Id = "n-2", Severity = AlarmSeverity.Warning });

        var payload = Assert.Single(_open).Value.GetProperty("payload");
        Assert.Equal("shop-api-production-1", _open.Keys.Single());
        Assert.Equal(("Shop production: api v2 frozen", "slipway", "warning"), (Text(payload, "summary"), Text(payload, "source"), Text(payload, "severity")));
        Assert.Equal("A person must look.", payload.GetProperty("custom_details").GetProperty("text").GetString());

        await SendAsync(Broken with { Id = "n-3", Severity = AlarmSeverity.Info, Resolves = true });
        Assert.Empty(_open);
        await SendAsync(Broken with { Id = "n-4", Resolves = true });
    }

    [Theory]
    [InlineData(AlarmSeverity.Critical, "critical")]
    [InlineData(AlarmSeverity.Warning, "warning")]
    [InlineData(AlarmSeverity.Info, "info")]
    public async Task A_severity_is_one_that_PagerDuty_knows(AlarmSeverity severity, string word)
    {
        await SendAsync(Broken with { Severity = severity });
        Assert.Equal(word, Text(_open.Values.Single().GetProperty("payload"), "severity"));
    }

    [Fact]
    public async Task Long_keys_stay_different_within_their_limit_and_long_summaries_within_theirs()
    {
        var longest = new string('x', 300);
        await SendAsync(Broken with { Thread = $"{longest}1", Title = new string('ä', 2000), Text = new string('t', 100_000) });
        await SendAsync(Broken with { Thread = $"{longest}2", Title = $"{new string('t', 1013)}😀{longest}" });
        Assert.Equal(2, _open.Count);
    }

    [Fact]
    public async Task A_key_that_PagerDuty_does_not_know_is_refused_without_being_told()
    {
        var refused = await Assert.ThrowsAsync<RejectedException>(() => SendAsync(Broken, "hunter2hunter2hunter2hunter2hunt"));
        Assert.Equal("PagerDuty answered 400: put a new integration key into the secret shop/pagerduty.", refused.Message);
    }

    private Task SendAsync(Notice notice, string key = Key) =>
        new HttpNotifications(HttpNotifications.CreateClient(), new KnownSecrets(("shop/pagerduty", key)), TimeProvider.System, _peer.Address("/v2/enqueue")).SendAsync(notice, Oncall, Token);

    /// <summary>Dedup keys of at most 255 characters, a summary of at most 1,024, one of four severities; the end of what never began is accepted and nothing.</summary>
    private (int Status, (string, string)? Header, string Body) Answer(Arrived arrived)
    {
        var invalid = (400, ((string, string)?)null, """{"status":"invalid event","message":"Event object is invalid","errors":[]}""");
        var body = arrived.Json;
        var key = Text(body, "dedup_key") ?? "";
        if (arrived.Path != "/v2/enqueue" || arrived.ContentType != "application/json" || Text(body, "routing_key") != Key || Encoding.UTF8.GetByteCount(key) is 0 or > 255 || arrived.Bytes.Length > 512 * 1024)
        {
            return invalid;
        }

        switch (Text(body, "event_action"))
        {
            case "trigger" when body.GetProperty("payload") is var payload && Text(payload, "summary") is { Length: > 0 and <= 1024 } summary && !char.IsHighSurrogate(summary[^1])
                && Text(payload, "source") is { Length: > 0 } && Severities.Contains(Text(payload, "severity")):
                _open[key] = body;
                break;
            case "resolve":
                _open.Remove(key);
                break;
            default:
                return invalid;
        }

        return (202, null, $$"""{"status":"success","message":"Event processed","dedup_key":"{{key}}"}""");
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
