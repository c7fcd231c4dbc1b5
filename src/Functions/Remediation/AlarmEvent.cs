using System.Text.Json;

namespace Slipway.Functions.Remediation;

/// <summary>What a message on the alarm queue says; <paramref name="Problem"/> is set when it cannot be used.</summary>
public sealed record AlarmEvent(string Id, string AlarmName, string State, string Reason, string? Problem)
{
    /// <summary>Reads an EventBridge event "CloudWatch Alarm State Change".</summary>
    public static AlarmEvent Read(string messageId, string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body ?? "");
            var root = document.RootElement;
            if ((Text(root, "source"), Text(root, "detail-type")) is not ("aws.cloudwatch", "CloudWatch Alarm State Change"))
            {
                throw new FormatException("It is of another source or type.");
            }

            var detail = root.GetProperty("detail");
            var state = detail.GetProperty("state");
            return new(Text(root, "id"), Text(detail, "alarmName"), Text(state, "value"), state.GetProperty("reason").GetString() ?? "", null);
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            return new(messageId, "", "", "", $"The message is no alarm state change: {failure.Message}");
        }
    }

    private static string Text(JsonElement element, string name) =>
        element.GetProperty(name).GetString() is { Length: > 0 } text ? text : throw new KeyNotFoundException($"{name} is empty.");
}
