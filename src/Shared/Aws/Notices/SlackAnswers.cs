using Slipway.Domain;
using Slipway.Domain.Approvals;

namespace Slipway.Aws.Notices;

/// <summary>Answers to buttons of Slack at the address that came with the press (its response_url), for the person alone; the message stays as it is for the others.</summary>
/// <param name="http">One of <see cref="HttpNotifications.CreateClient"/>.</param>
public sealed class SlackAnswers(HttpClient http) : IButtonAnswers
{
    private const string Host = "hooks.slack.com";

    public async Task AnswerAsync(string address, string sentence, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps || uri.Host != Host)
        {
            throw new RejectedException($"An answer goes to {Host} alone, and the address that came with the button is none of it.");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = HttpBody.SlackAnswer(sentence) };
        var (status, _) = await Posting.SendAsync(http, "Slack", request, cancellationToken);
        if ((int)status is < 200 or > 299)
        {
            throw new RejectedException($"Slack answered {(int)status} to an answer to a button: its address may have ended, which it does after half an hour.");
        }
    }
}
