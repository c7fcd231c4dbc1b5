using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Slipway.Domain;
using Slipway.Domain.Approvals;
using Slipway.Domain.Interventions;
using Slipway.Domain.Systems;
using Slipway.Functions.Interventions;

namespace Slipway.Functions.Approvals;

/// <summary>What the buttons under a notice in Slack ask for: signed by Slack, sent now, and each time once.</summary>
public sealed class SlackButtons(IInterventions interventions, ISecrets secrets, ByButton byButton, IButtonAnswers answers, Settings settings, TimeProvider clock, ILogger logger)
{
    public async Task<UrlResponse> DecideAsync(UrlRequest request, CancellationToken cancellationToken)
    {
        if (settings.SlackSigningSecret.Length == 0)
        {
            return UrlResponse.Page(404, ApprovalPage.Message("This installation has no Slack app: set the parameter SlackSigningSecret of template.yaml."));
        }

        var signingSecret = (await secrets.ReadOwnAsync(settings.SlackSigningSecret, cancellationToken)).Trim();
        var signature = request.Header("x-slack-signature");
        if (!SlackSignature.IsValid(signingSecret, request.Header("x-slack-request-timestamp"), signature, request.Text, clock.GetUtcNow()))
        {
            return UrlResponse.Page(401, ApprovalPage.Message("This is not signed by Slack, or not now."));
        }

        var id = $"slack-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(signature!)))[..32]}";
        if (await interventions.FindAsync(id, cancellationToken) is not null)
        {
            return UrlResponse.Page(409, ApprovalPage.Message("This was taken already."));
        }

        if (SlackPress.Read(id, request.Form("payload")) is not { } press)
        {
            return UrlResponse.Page(400, ApprovalPage.Message("This is no button of Slipway's."));
        }

        var answered = await byButton.DecideAsync(press.Asked, cancellationToken);
        await interventions.SaveAsync(answered, cancellationToken);
        logger.Intervened(answered.Id, answered.Kind, answered.By, answered.Outcome, answered.Answer);
        return await AnswerAsync(press, answered, cancellationToken);
    }

    /// <summary>Buttons of an attachment are answered by the answer to the request, those of a block at an address of their own. That one cannot be reached undoes nothing.</summary>
    private async Task<UrlResponse> AnswerAsync(SlackPress press, Intervention answered, CancellationToken cancellationToken)
    {
        if (press.AnswerTo is not { } address)
        {
            return UrlResponse.Json(200, Answer(answered.Answer!));
        }

        try
        {
            await answers.AnswerAsync(address, answered.Answer!, cancellationToken);
        }
        catch (Exception failure) when (failure is RejectedException or UnavailableException)
        {
            logger.ButtonNotAnswered(answered.Id, failure.Message);
        }

        return UrlResponse.Json(200, "");
    }

    /// <summary>Told to the person alone; the notice stays for the others.</summary>
    private static string Answer(string sentence)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("response_type", "ephemeral");
            json.WriteBoolean("replace_original", false);
            json.WriteString("text", sentence);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
