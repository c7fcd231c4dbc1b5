using System.Text.Json.Serialization;

namespace Amazon.Lambda.CloudWatchEvents;

/// <summary>An EventBridge event: the envelope, and a detail whose shape the source and detail type name.</summary>
public class CloudWatchEvent<T>
{
    public string Account { get; set; }
    public T Detail { get; set; }

    [JsonPropertyName("detail-type")]
    public string DetailType { get; set; }

    public string Id { get; set; }
    public string Region { get; set; }
    public List<string> Resources { get; set; }
    public string Source { get; set; }
    public DateTime Time { get; set; }
    public string Version { get; set; }
}
