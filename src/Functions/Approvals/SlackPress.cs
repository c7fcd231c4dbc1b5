using System.Text.Json;
using Slipway.Domain.Interventions;

namespace Slipway.Functions.Approvals;

/// <summary>That somebody pressed a button in Slack: of a block (its block_actions), or of an attachment (its interactive_message).</summary>
/// <param name="AnswerTo">Where the answer goes; null for the answer to the request.</param>
internal sealed record SlackPress(Intervention Asked, string? AnswerTo)
{
    private const string OfBlock = "block_actions";

    /// <param name="id">By which it is done once.</param>
    /// <param name="payload">What Slack sends as the form's field of that name; null when this is no button of Slipway's.</param>
    public static SlackPress? Read(string id, string? payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload ?? "");
            var root = document.RootElement;
            var isOfBlock = root.TryGetProperty("type", out var type) && type.GetString() == OfBlock;
            var button = root.GetProperty("actions")[0];
            var name = button.GetProperty(isOfBlock ? "action_id" : "name").GetString();
            var (by, release) = (root.GetProperty("user").GetProperty("id").GetString(), button.GetProperty("value").GetString());
            return Known(name) is not var (kind, reason) || string.IsNullOrEmpty(by) || string.IsNullOrEmpty(release)
                ? null
                : new(new(id, kind, by, reason) { Release = new(release), Via = "slack", From = by }, isOfBlock ? root.GetProperty("response_url").GetString() : null);
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private static (InterventionKind Kind, string Reason)? Known(string? name) => name switch
    {
        "approve" => (InterventionKind.Approve, "Approved in Slack."),
        "reject" => (InterventionKind.Reject, "Rejected in Slack."),
        "rollback" => (InterventionKind.RollBack, "Asked for in Slack."),
        "freeze" => (InterventionKind.Freeze, "Asked for in Slack."),
        _ => null,
    };
}
