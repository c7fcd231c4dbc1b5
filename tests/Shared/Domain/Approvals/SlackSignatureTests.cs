using Slipway.Domain.Approvals;

namespace Slipway.Tests.Shared.Domain.Approvals;

/// <summary>By the example that Slack's guide "Verifying requests from Slack" works through.</summary>
public sealed class SlackSignatureTests
{
    private const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";
    private const string Body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
    private const string Time = "1531420618";
    private const string Signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";

    [Theory]
    [InlineData(0, true)]
    [InlineData(300, true)]
    [InlineData(-300, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    public void A_request_counts_within_five_minutes(int later, bool valid) => Assert.Equal(valid, SlackSignature.IsValid(Secret, Time, Signature, Body, At(later)));

    [Theory]
    [InlineData(Secret, Time, Signature, Body + "&more=1")]
    [InlineData("8f742231b10e8888abcd99yyyzzz85a6", Time, Signature, Body)]
    [InlineData(Secret, "1531420619", Signature, Body)]
    [InlineData(Secret, "", Signature, Body)]
    [InlineData(Secret, null, Signature, Body)]
    [InlineData(Secret, "now", Signature, Body)]
    [InlineData(Secret, Time, "", Body)]
    [InlineData(Secret, Time, null, Body)]
    [InlineData(Secret, Time, "v0=", Body)]
    [InlineData(Secret, Time, "v1=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503", Body)]
    [InlineData(Secret, Time, "v0=A2114D57B48EAC39B9AD189DD8316235A7B4A8D21A10BD27519666489C69B503", Body)]
    public void What_differs_in_anything_is_not_from_Slack(string secret, string? time, string? signature, string body) =>
        Assert.False(SlackSignature.IsValid(secret, time, signature, body, At(0)));

    private static DateTimeOffset At(int later) => DateTimeOffset.FromUnixTimeSeconds(1531420618 + later);
}
