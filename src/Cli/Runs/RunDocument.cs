using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Slipway.Cli.Screens;
using Slipway.Domain;

namespace Slipway.Cli.Runs;

/// <summary>A run as JSON: how it ended, and every record that the account holds.</summary>
internal static class RunDocument
{
    public static void Write(TextWriter output, Run run, Conclusion conclusion) => JsonOutput.Write(output, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("exitCode", (int)conclusion.Code);
        json.WriteString("outcome", JsonNamingPolicy.CamelCase.ConvertName(conclusion.Code.ToString()));
        json.WriteString("sentence", conclusion.Sentence);
        json.WriteString("system", run.Simulation.System.Name.Value);
        json.WriteString("journal", run.JournalName);
        json.WriteString("endedAt", run.Simulation.Now);
        var memory = run.Installation.Memory;
        Array(json, "pushes", memory.Pushes.All, DomainJson.Default.PushRecord);
        Array(json, "releases", memory.Releases.All, DomainJson.Default.Release);
        Array(json, "incidents", memory.Incidents.All, DomainJson.Default.Incident);
        Array(json, "scaling", memory.ScalingStates.All, DomainJson.Default.ScalingState);
        Array(json, "notices", run.Installation.Memory.Outbox.Notices, DomainJson.Default.Notice);
        json.WriteStartObject("reports");
        foreach (var report in run.Installation.Account.Reports.All)
        {
            json.WriteString(report.Name, report.Content);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static void Array<T>(Utf8JsonWriter json, string name, IEnumerable<T> records, JsonTypeInfo<T> type)
    {
        json.WriteStartArray(name);
        foreach (var record in records)
        {
            JsonSerializer.Serialize(json, record, type);
        }

        json.WriteEndArray();
    }
}
