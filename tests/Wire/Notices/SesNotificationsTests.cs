using System.Net;
using System.Text.Json;
using Slipway.Aws.Access;
using Slipway.Aws.Notices;
using Slipway.Domain;
using Slipway.Domain.Notifications;
using Slipway.Domain.Remediation;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Notices;

/// <summary>SES of moto takes mail from verified addresses only.</summary>
public sealed class SesNotificationsTests(MotoServer moto)
{
    private static readonly Notice Notice = new("shop-1", AlarmSeverity.Warning, "Shop: api is slow", "p99 was 3 s.", []);
    private static readonly Channel Team = new("team", ChannelKind.Email, "team@shop.example");
    private readonly AwsClients _clients = moto.Clients("eu-west-1");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_notice_is_mailed_once_its_sender_is_verified()
    {
        var sending = new SesNotifications(_clients, NoticeSamples.Options);
        Assert.EndsWith("; verify the sender in SES, and the receiver too while the account is in the SES sandbox.", await RefusedAsync(sending, Team), StringComparison.Ordinal);

        var ses = _clients.For(_clients.Home, AwsServices.Ses);
        await ses.CreateEmailIdentityAsync(new() { EmailIdentity = NoticeSamples.Options.Sender }, Token);
        await sending.SendAsync(Notice, Team, Token);
    }

    [Fact]
    public async Task A_mail_scripted_has_the_title_as_its_subject_and_goes_out_once()
    {
        var script = new ScriptedAws().Answer("""{"MessageId":"1"}""").Refuse("InternalFailure", status: HttpStatusCode.InternalServerError);
        var ses = new SesNotifications(script.Clients(retries: 3), NoticeSamples.Options);
        await ses.SendAsync(Notice, Team, Token);
        await Assert.ThrowsAsync<UnavailableException>(() => ses.SendAsync(Notice, Team, Token));

        var mail = JsonDocument.Parse(script.Requests[0].Body).RootElement;
        var simple = mail.GetProperty("Content").GetProperty("Simple");
        Assert.Equal("slipway@shop.example", mail.GetProperty("FromEmailAddress").GetString());
        Assert.Equal("team@shop.example", mail.GetProperty("Destination").GetProperty("ToAddresses")[0].GetString());
        Assert.Equal("Shop: api is slow", simple.GetProperty("Subject").GetProperty("Data").GetString());
        Assert.Equal("Shop: api is slow\n\np99 was 3 s.\n", simple.GetProperty("Body").GetProperty("Text").GetProperty("Data").GetString());
        Assert.Equal(2, script.Requests.Count);
    }

    [Fact]
    public async Task A_message_scripted_that_SES_rejects_says_what_to_verify()
    {
        var script = new ScriptedAws().Refuse("MessageRejected", "Email address is not verified.");
        Assert.Equal(
            "E-mail cannot be sent to team@shop.example: Email address is not verified; verify the sender in SES, and the receiver too while the account is in the SES sandbox.",
            await RefusedAsync(new SesNotifications(script.Clients(), NoticeSamples.Options), Team));
    }

    [Fact]
    public async Task An_installation_without_a_sender_says_which_parameter_to_set() => Assert.Equal(
        "No e-mail can be sent: set the parameter NoticeSender of template.yaml to an address that is verified in SES.",
        await RefusedAsync(new SesNotifications(_clients, NoticeSamples.Options with { Sender = "" }), Team));

    [Theory]
    [Trait("Requirement", "CVH-61")]
    [InlineData("[Your Team Contact]")]
    [InlineData("DevOps team")]
    [InlineData("Team <team@shop.example>")]
    public async Task What_is_no_address_is_said_so(string target) => Assert.Equal(
        $"'{target}' is no e-mail address; correct notifications.channels.team in the manifest.",
        await RefusedAsync(new SesNotifications(_clients, NoticeSamples.Options), Team with { Target = target }));

    private static async Task<string> RefusedAsync(SesNotifications ses, Channel channel) => (await Assert.ThrowsAsync<RejectedException>(() => ses.SendAsync(Notice, channel, Token))).Message;
}
