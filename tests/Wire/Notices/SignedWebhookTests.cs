using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Slipway.Aws.Notices;
using Slipway.Domain;
using Slipway.Domain.Notifications;
using Slipway.Domain.Remediation;
using Slipway.Local;

namespace Slipway.Tests.Wire.Notices;

/// <summary>A receiver of webhooks on loopback that verifies signatures as the README tells receivers to, without a line of Slipway's own.</summary>
public sealed partial class SignedWebhookTests : IAsyncLifetime
{
    private const string Key = "a key of both sides";
    private static readonly Notice Notice = new("n-1", AlarmSeverity.Critical, "Shop: api <rolled back>", "CPU & memory – ä.", []);
    private static readonly Channel Audit = new("audit", ChannelKind.Webhook, "shop/webhook") { SigningSecret = "shop/webhook-key" };
    private readonly VirtualClock _clock = new(new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero));
    private NoticePeer _peer = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _peer = await NoticePeer.StartAsync(arrived => IsGenuine(arrived) ? (204, null, "") : (401, null, ""));

    public ValueTask DisposeAsync() => _peer.DisposeAsync();

    [Fact]
    public async Task A_receiver_that_knows_the_key_accepts_the_notice()
    {
        await SendAsync(Audit, Key);
        Assert.Equal("CPU & memory – ä.", Assert.Single(_peer.Arrived).Json.GetProperty("text").GetString());
    }

    [Fact]
    public async Task It_refuses_another_key_and_no_signature_at_all()
    {
        await Assert.ThrowsAsync<RejectedException>(() => SendAsync(Audit, "another key"));
        await Assert.ThrowsAsync<RejectedException>(() => SendAsync(Audit with { SigningSecret = null }, Key));
        Assert.False(_peer.Arrived[1].Headers.ContainsKey("Slipway-Signature"));
    }

    [Fact]
    public async Task It_refuses_what_was_changed_or_is_old()
    {
        await SendAsync(Audit, Key);
        var sent = Assert.Single(_peer.Arrived);
        Assert.True(IsGenuine(sent));
        Assert.False(IsGenuine(sent with { Bytes = [.. sent.Bytes, (byte)' '] }));
        _clock.RunUntil(_clock.GetUtcNow().AddSeconds(301));
        Assert.False(IsGenuine(sent));
    }

    private Task SendAsync(Channel channel, string key) =>
        new HttpNotifications(HttpNotifications.CreateClient(), new KnownSecrets(("shop/webhook", _peer.Address("/hook").ToString()), ("shop/webhook-key", $"{key}\n")), _clock).SendAsync(Notice, channel, Token);

    private bool IsGenuine(Arrived arrived)
    {
        if (Form().Match(arrived.Headers.GetValueOrDefault("Slipway-Signature") ?? "") is not { Success: true } match)
        {
            return false;
        }

        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.ASCII.GetBytes(Key));
        hmac.AppendData(Encoding.ASCII.GetBytes(match.Groups[1].Value));
        hmac.AppendData("."u8);
        hmac.AppendData(arrived.Bytes);
        var age = _clock.GetUtcNow().ToUnixTimeSeconds() - long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        return Math.Abs(age) <= 300 && CryptographicOperations.FixedTimeEquals(hmac.GetHashAndReset(), Convert.FromHexString(match.Groups[2].Value));
    }

    [GeneratedRegex("^t=([0-9]+),v1=([0-9a-f]{64})$")]
    private static partial Regex Form();
}
