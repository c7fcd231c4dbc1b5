using System.Globalization;
using System.Text.Json;
using Slipway.Local.Events.Patterns;
using Slipway.Local.Templates.Syntax;

namespace Slipway.Local.Templates.Reading;

/// <summary>Event patterns, with each fault on the line where it is written.</summary>
internal static class PatternReading
{
    private static readonly string[] EventFields = ["version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail", "replay-name", "$or"];

    /// <summary>A rule's pattern: its fields are those of an event.</summary>
    public static EventPattern? Read(Node node, Properties properties)
    {
        if (node is Scalar text)
        {
            return Read(text.Text, node.Line, properties);
        }

        foreach (var field in ((node as Mapping)?.Entries ?? []).Where(field => !EventFields.Contains(field.Key)))
        {
            properties.Problems.Add(
                field.Line,
                $"{field.Key} is no field of an event, so the pattern of {properties.Owner} would never match",
                Problems.Instead(field.Key, EventFields));
        }

        return Report(node.ToElement(), fault => LineOf(node, fault.Path), properties);
    }

    /// <summary>A pattern given as JSON text.</summary>
    public static EventPattern? Read(string json, int line, Properties properties)
    {
        if (json.Length == 0)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return Report(document.RootElement.Clone(), _ => line, properties);
        }
        catch (JsonException)
        {
            properties.Problems.Add(line, $"the pattern of {properties.Owner} is not JSON", "write a JSON object in quotes");
            return null;
        }
    }

    private static EventPattern? Report(JsonElement json, Func<PatternFault, int> lineOf, Properties properties)
    {
        var pattern = EventPattern.TryParse(json, out var faults);
        foreach (var fault in faults)
        {
            properties.Problems.Add(
                lineOf(fault), $"the pattern of {properties.Owner} at {string.Join('.', fault.Path)}: {fault.Message}", fault.Remedy);
        }

        return pattern;
    }

    private static int LineOf(Node node, IReadOnlyList<string> path)
    {
        var (current, line) = (node, node.Line);
        foreach (var step in path)
        {
            switch (current)
            {
                case Mapping mapping when mapping.Entries.FirstOrDefault(entry => entry.Key == step) is { } entry:
                    (current, line) = (entry.Value, entry.Line);
                    break;
                case Sequence sequence when int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                    && index < sequence.Items.Count:
                    (current, line) = (sequence.Items[index], sequence.Items[index].Line);
                    break;
            }
        }

        return line;
    }
}
