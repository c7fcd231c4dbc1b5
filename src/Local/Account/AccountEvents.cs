using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Slipway.Local.Records;

namespace Slipway.Local.Account;

/// <summary>Sends the account's events in the envelope of EventBridge, a moment after what they tell of.</summary>
public sealed class AccountEvents(VirtualClock clock, Chance chance, string accountId, Action<string> put, Journal? journal = null)
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private int _sent;

    public string AccountId => accountId;

    public void Send(string source, string detailType, string region, IReadOnlyList<string> resources, Action<Utf8JsonWriter> writeDetail)
    {
        var subject = string.Create(CultureInfo.InvariantCulture, $"event/{++_sent}");
        var text = Envelope(chance.Uuid(subject), source, detailType, region, resources, writeDetail);
        clock.Schedule(chance.Seconds(subject, 0.2, 1.5), () =>
        {
            journal?.Event(text);
            put(text);
        });
    }

    private string Envelope(string id, string source, string detailType, string region, IReadOnlyList<string> resources, Action<Utf8JsonWriter> writeDetail)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteString("version", "0");
            json.WriteString("id", id);
            json.WriteString("detail-type", detailType);
            json.WriteString("source", source);
            json.WriteString("account", accountId);
            json.WriteString("time", clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            json.WriteString("region", region);
            json.WriteStartArray("resources");
            foreach (var resource in resources)
            {
                json.WriteStringValue(resource);
            }

            json.WriteEndArray();
            json.WriteStartObject("detail");
            writeDetail(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
