using System.Net.Mail;
using Amazon.SimpleEmailV2.Model;
using Slipway.Aws.Access;
using Slipway.Domain;
using Slipway.Domain.Notifications;

namespace Slipway.Aws.Notices;

/// <summary>Notices by e-mail, over SES; when it is out in the installation's own region, from a second one.</summary>
public sealed class SesNotifications(AwsClients clients, NoticeOptions options)
{
    private const int SubjectLength = 200;

    public async Task SendAsync(Notice notice, Channel channel, CancellationToken cancellationToken)
    {
        if (options.Sender.Length == 0)
        {
            throw new RejectedException("No e-mail can be sent: set the parameter NoticeSender of template.yaml to an address that is verified in SES.");
        }

        if (!MailAddress.TryCreate(channel.Target, out var address) || address.Address != channel.Target)
        {
            throw new RejectedException($"'{channel.Target}' is no e-mail address; correct notifications.channels.{channel.Name} in the manifest.");
        }

        try
        {
            await SendAsync(notice, channel, region: null, cancellationToken);
        }
        catch (UnavailableException first) when (options.FallbackRegion.Length > 0)
        {
            await SendFromFallbackAsync(notice, channel, first, cancellationToken);
        }
    }

    /// <summary>What the second region refuses is tried again from the first: that one alone has to have everything verified.</summary>
    private async Task SendFromFallbackAsync(Notice notice, Channel channel, UnavailableException first, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(notice, channel, options.FallbackRegion, cancellationToken);
        }
        catch (Exception second) when (second is RejectedException or UnavailableException)
        {
            throw new UnavailableException($"{first.Message} From {options.FallbackRegion}, too: {second.Message}", second);
        }
    }

    private Task<SendEmailResponse> SendAsync(Notice notice, Channel channel, string? region, CancellationToken cancellationToken)
    {
        var failed = $"E-mail cannot be sent to {channel.Target}";

        // SES does not know a message again: it goes out once.
        var client = clients.Own(AwsServices.Ses, region, isRepeatable: false);
        return AwsCall.AskAsync(failed, async () =>
        {
            try
            {
                return await client.SendEmailAsync(Request(notice, channel), cancellationToken);
            }
            catch (MessageRejectedException failure)
            {
                throw new RejectedException($"{failed}: {failure.Message.TrimEnd('.')}; verify the sender in SES, and the receiver too while the account is in the SES sandbox.", failure);
            }
            catch (Exception failure) when (failure is MailFromDomainNotVerifiedException or SendingPausedException or AccountSuspendedException)
            {
                throw new RejectedException($"{failed}: {failure.Message.TrimEnd('.')}; put it right in the SES console.", failure);
            }
        });
    }

    private SendEmailRequest Request(Notice notice, Channel channel) => new()
    {
        FromEmailAddress = options.Sender,
        Destination = new() { ToAddresses = [channel.Target] },
        Content = new()
        {
            Simple = new()
            {
                Subject = new() { Data = NoticeText.Subject(notice.Title, SubjectLength), Charset = "UTF-8" },
                Body = new() { Text = new() { Data = NoticeText.Within($"{notice.Title}\n\n{notice.Text}\n", NoticeText.Bytes), Charset = "UTF-8" } },
            },
        },
    };
}
