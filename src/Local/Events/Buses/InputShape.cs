using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Local.Templates;

namespace Slipway.Local.Events;

/// <summary>Brings an event into the shape that a target asks for.</summary>
internal static class InputShape
{
    public static string Of(TargetInput input, EventEnvelope envelope, EventRule rule, DateTimeOffset receivedAt)
    {
        if (input.Constant is { } constant)
        {
            return rule.Schedule is { IsScheduler: true } ? WithContext(constant, envelope, rule) : constant;
        }

        if (input.Path is { } path)
        {
            return JsonPath.Select(envelope.Body, path)?.GetRawText() ?? "null";
        }

        return input.Template is { } template ? Fill(template, name => Variable(name, input, envelope, rule, receivedAt)) : envelope.Json;
    }

    /// <summary>EventBridge Scheduler fills these in wherever they stand.</summary>
    private static string WithContext(string constant, EventEnvelope envelope, EventRule rule) => constant
        .Replace("<aws.scheduler.schedule-arn>", rule.Arn, StringComparison.Ordinal)
        .Replace("<aws.scheduler.scheduled-time>", envelope.Body.GetProperty("time").GetString(), StringComparison.Ordinal)
        .Replace("<aws.scheduler.execution-id>", envelope.Id, StringComparison.Ordinal)
        .Replace("<aws.scheduler.attempt-number>", "1", StringComparison.Ordinal);

    private static JsonElement? Variable(
        string name, TargetInput input, EventEnvelope envelope, EventRule rule, DateTimeOffset receivedAt) => name switch
        {
            "aws.events.rule-arn" => JsonSerializer.SerializeToElement(rule.Arn),
            "aws.events.rule-name" => JsonSerializer.SerializeToElement(rule.Name),
            "aws.events.event.ingestion-time" => JsonSerializer.SerializeToElement(EventEnvelope.Time(receivedAt)),
            "aws.events.event.json" => envelope.Body,
            "aws.events.event" => WithoutDetail(envelope.Body),
            _ => input.Variables.TryGetValue(name, out var path) ? JsonPath.Select(envelope.Body, path) : null,
        };

    private static JsonElement WithoutDetail(JsonElement body)
    {
        var copy = JsonObject.Create(body)!;
        copy.Remove("detail");
        return JsonSerializer.SerializeToElement(copy);
    }

    /// <summary>
    /// A place outside quotes becomes a JSON value, one inside quotes becomes text; what the event does not have is empty.
    /// </summary>
    private static string Fill(string template, Func<string, JsonElement?> valueOf)
    {
        var filled = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < template.Length; i++)
        {
            var end = template[i] == '<' ? template.IndexOf('>', i) : -1;
            if (end > i + 1 && template[(i + 1)..end].All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.'))
            {
                filled.Append(Written(valueOf(template[(i + 1)..end]), isQuoted));
                i = end;
                continue;
            }

            filled.Append(template[i]);
            if (template[i] == '\\' && i + 1 < template.Length)
            {
                filled.Append(template[++i]);
            }
            else if (template[i] == '"')
            {
                isQuoted = !isQuoted;
            }
        }

        return filled.ToString();
    }

    private static string Written(JsonElement? value, bool isQuoted) => (value, isQuoted) switch
    {
        (null, true) => "",
        (null, false) => "\"\"",
        ({ ValueKind: JsonValueKind.String } text, true) => JsonEncodedText.Encode(text.GetString()!, PlainJson.Options.Encoder).ToString(),
        ({ } other, true) => JsonEncodedText.Encode(other.GetRawText(), PlainJson.Options.Encoder).ToString(),
        ({ } other, false) => other.GetRawText(),
    };
}
