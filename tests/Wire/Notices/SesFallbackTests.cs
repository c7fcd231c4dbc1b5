using System.Text.Json;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using Slipway.Aws.Access;
using Slipway.Aws.Notices;
using Slipway.Domain;
using Slipway.Domain.Notifications;
using Slipway.Domain.Remediation;

namespace Slipway.Tests.Wire.Notices;

/// <summary>SES on loopback in two regions, told apart by what a request is signed for, of which some are out.</summary>
public sealed partial class SesFallbackTests : IAsyncLifetime
{
    private static readonly Channel Team = new("team", ChannelKind.Email, "team@shop.example");
    private static readonly Notice Notice = new("n-1", AlarmSeverity.Warning, "Shop: api is slow", "p99 was 3 s.", [Team]);
    private readonly Dictionary<string, (int Status, string Body)> _answers = new()
    {
        ["eu-west-1"] = (200, """{"MessageId":"1"}"""),
        ["eu-central-1"] = (200, """{"MessageId":"2"}"""),
    };

    private NoticePeer _peer = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _peer = await NoticePeer.StartAsync(Answer);

    public ValueTask DisposeAsync() => _peer.DisposeAsync();

    [Fact]
    [Trait("Requirement", "ACP-40")]
    public async Task A_mail_leaves_once_and_from_the_regions_own_SES_while_that_answers()
    {
        await SendAsync();
        Assert.Equal(["eu-west-1"], Regions);
        Assert.Equal("Shop: api is slow\n\np99 was 3 s.\n", _peer.Arrived[0].Json.GetProperty("Content").GetProperty("Simple").GetProperty("Body").GetProperty("Text").GetProperty("Data").GetString());
    }

    [Fact]
    public async Task A_region_that_is_out_is_stood_in_for_by_the_second_one()
    {
        _answers["eu-west-1"] = (503, "{}");
        await SendAsync();
        Assert.Equal(["eu-west-1", "eu-central-1"], Regions);
    }

    [Fact]
    public async Task What_the_first_region_refuses_is_not_tried_in_the_second()
    {
        _answers["eu-west-1"] = (400, """{"__type":"MessageRejected","message":"Email address is not verified."}""");
        await Assert.ThrowsAsync<RejectedException>(SendAsync);
        Assert.Equal(["eu-west-1"], Regions);
    }

    [Theory]
    [InlineData(503, "{}")]
    [InlineData(400, """{"__type":"MessageRejected","message":"Email address is not verified."}""")]
    public async Task When_neither_takes_it_another_time_is_better_and_both_are_said(int status, string body)
    {
        _answers["eu-west-1"] = (503, "{}");
        _answers["eu-central-1"] = (status, body);
        var failed = await Assert.ThrowsAsync<UnavailableException>(SendAsync);
        Assert.Contains(" From eu-central-1, too: E-mail cannot be sent to team@shop.example: ", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_second_region_an_outage_is_one()
    {
        _answers["eu-west-1"] = (503, "{}");
        await Assert.ThrowsAsync<UnavailableException>(() => Ses("").SendAsync(Notice, Team, Token));
        Assert.Equal(["eu-west-1"], Regions);
    }

    private IEnumerable<string> Regions => _peer.Arrived.Select(RegionOf);

    private Task SendAsync() => Ses("eu-central-1").SendAsync(Notice, Team, Token);

    private SesNotifications Ses(string fallback) => new(
        new AwsClients(new("eu-west-1") { Endpoint = _peer.Address("/"), Credentials = new BasicAWSCredentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"), Retries = 3 }),
        NoticeSamples.Options with { FallbackRegion = fallback });

    /// <summary>SES v2's SendEmail: a signed request for the service ses, a sender, a receiver, a subject and a text.</summary>
    private (int Status, (string, string)? Header, string Body) Answer(Arrived arrived)
    {
        var body = arrived.Json;
        var simple = body.GetProperty("Content").GetProperty("Simple");
        var isWhole = arrived.Path == "/v2/email/outbound-emails" && body.GetProperty("FromEmailAddress").GetString() == NoticeSamples.Options.Sender
            && body.GetProperty("Destination").GetProperty("ToAddresses").EnumerateArray().Select(address => address.GetString()).SequenceEqual([Team.Target])
            && IsFilled(simple.GetProperty("Subject")) && IsFilled(simple.GetProperty("Body").GetProperty("Text"));
        var (status, answer) = isWhole ? _answers[RegionOf(arrived)] : (400, """{"__type":"BadRequestException","message":"This is no mail."}""");
        return (status, ("x-amzn-ErrorType", Type().Match(answer).Groups[1].Value), answer);
    }

    private static bool IsFilled(JsonElement content) => content.GetProperty("Data").GetString() is { Length: > 0 } && content.GetProperty("Charset").GetString() == "UTF-8";

    private static string RegionOf(Arrived arrived) => Scope().Match(arrived.Authorization ?? "").Groups[1].Value;

    [GeneratedRegex("^AWS4-HMAC-SHA256 Credential=[A-Z0-9]+/[0-9]{8}/([a-z0-9-]+)/ses/aws4_request,")]
    private static partial Regex Scope();

    [GeneratedRegex("\"__type\":\"([A-Za-z]+)\"")]
    private static partial Regex Type();
}
