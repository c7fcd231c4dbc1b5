using System.Text.Json;

namespace Slipway.Benchmarks.ColdStart;

/// <summary>What the functions are asked: ten events of ECR in one batch of SQS, of which one is written down.</summary>
internal static class Events
{
    private const int Size = 10;

    public static string Greeting { get; } = """{"Text":"world"}""";

    /// <summary>Nine completed scans that no release waits for, and a deleted image, of which only a record is kept: DynamoDB alone is asked.</summary>
    public static string Scans { get; } = Batch(Event("ECR Image Action", Action("DELETE")));

    /// <summary>Nine completed scans that no release waits for, and a push that no environment takes: the manifests are read.</summary>
    public static string Push { get; } = Batch(Event("ECR Image Action", Action("PUSH")));

    private static string Batch(Dictionary<string, object> first) => JsonSerializer.Serialize(new
    {
        Records = Enumerable.Range(0, Size).Select(index => new
        {
            messageId = $"message-{index}",
            body = JsonSerializer.Serialize(index == 0 ? first : Event("ECR Image Scan", Scan(index))),
            eventSource = "aws:sqs",
            awsRegion = "us-west-2",
        }),
    });

    private static Dictionary<string, object> Event(string type, Dictionary<string, string> detail) => new()
    {
        ["version"] = "0",
        ["id"] = $"event-{type}-{detail["image-digest"][^4..]}",
        ["detail-type"] = type,
        ["source"] = "aws.ecr",
        ["account"] = "123456789012",
        ["time"] = "2026-01-05T09:00:00Z",
        ["region"] = "us-west-2",
        ["detail"] = detail,
    };

    private static Dictionary<string, string> Action(string action) => new()
    {
        ["result"] = "SUCCESS",
        ["repository-name"] = "nobody",
        ["image-digest"] = Digest(0),
        ["action-type"] = action,
        ["image-tag"] = "4f1c2d9",
    };

    private static Dictionary<string, string> Scan(int index) => new() { ["scan-status"] = "COMPLETE", ["repository-name"] = "nobody", ["image-digest"] = Digest(index) };

    private static string Digest(int index) => $"sha256:{index:x64}";
}
