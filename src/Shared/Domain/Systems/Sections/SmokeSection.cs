using System.Text.Json.Nodes;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Shapes;
using static Slipway.Domain.Systems.Shapes.Key;

namespace Slipway.Domain.Systems.Sections;

/// <summary>What a manifest says about a request that shows whether something is good.</summary>
internal static class SmokeSection
{
    /// <summary>The headers that say how a request is sent, not what it asks.</summary>
    private static readonly string[] OfTheConnection = ["connection", "content-length", "expect", "host", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"];

    private static readonly string[] Written = ["string", "number", "boolean"];

    /// <summary>Whatever is written is sent, numbers too; so no message quotes what may be secret.</summary>
    private static ScalarShape Sent(string example) =>
        new("a text", example, node => node.Text is not null, () => new() { ["anyOf"] = new JsonArray([.. Written.Select(type => (JsonNode)new JsonObject { ["type"] = type })]) });

    private static NamedShape Headers { get; } = new("{Content-Type: application/json}", Sent("application/json"))
    {
        Names = Scalars.Pattern("a header's name", "Content-Type", "^[A-Za-z0-9!#$%&'*+.^_|~-]{1,64}$"),
    };

    /// <summary>Inside is a word as well, so that the check can say what to write for it.</summary>
    private static ScalarShape From { get; } = Scalars.Choice("outside") with { Accepts = node => node is { IsText: true, Value: "outside" or "inside" } };

    public static MapShape Shape { get; } = new("{url: https://api.example.com/health, expect: 200}",
    [
        Must("url", Scalars.Url, "What is asked, from outside the cluster."),
        May("from", From, "Where it is asked from: outside. What only the cluster reaches, a job under verify.jobs asks."),
        May("method", Scalars.Choice(SmokeCheck.Get, "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"), "The method; without it, GET. It is sent every 15 seconds while the rollout is watched, so it must do no harm twice."),
        May("headers", Headers, "Headers that go along; to another host they do not. A manifest is no place for secrets: a job under verify.jobs has those of its workload."),
        May("body", Sent("'{\"query\": \"ping\"}'"), "The body that goes along, as JSON unless Content-Type says otherwise."),
        May("expect", Scalars.Whole(100, 599, "200"), "The status of a good answer; without it, 200."),
        May("within", Scalars.Duration, "How long the answer may take."),
        May("contains", Scalars.Text("healthy"), "A text that must stand in the answer's body, within its first 256 KiB."),
    ]);

    public static void Check(ManifestNode smoke, Problems problems)
    {
        CheckHeaders(smoke["headers"], problems);
        var (method, url) = (smoke["method"].Text ?? SmokeCheck.Get, smoke["url"].Text ?? "http://api:8080/health");
        if (smoke["from"].Text == "inside")
        {
            problems.Add(smoke["from"], $"requests are sent from outside; from inside a job asks: write jobs: [jobs.smoke-test] beside smoke, and under jobs smoke-test: {{image: {{repository: my-api}}, run: [curl, -fsS, \"{url}\"]}}");
        }

        if (Uri.TryCreate(url, UriKind.Absolute, out var address) && address.UserInfo.Length > 0)
        {
            problems.Add(smoke["url"], "has a name or a password before the host, which is not sent and stands in every reason; write headers: {Authorization: ...}");
        }

        if (method is SmokeCheck.Get or "HEAD" && smoke.Find("body") is { } body)
        {
            problems.Add(body, $"{method} sends no body; remove it or write method: POST");
        }

        if (method == "HEAD" && smoke.Find("contains") is { } contains)
        {
            problems.Add(contains, "the answer to HEAD has no body; remove it or write method: GET");
        }
    }

    public static SmokeCheck Read(ManifestNode smoke) => new(smoke["url"].Text ?? "", smoke["expect"].Whole ?? 200)
    {
        Within = smoke["within"].Duration,
        Method = smoke["method"].Text is { } method and not SmokeCheck.Get ? method : null,
        Contains = smoke["contains"].Text,
        Headers = [.. smoke["headers"].Entries.Select(header => new SmokeHeader(header.Key, header.Value.Text ?? ""))],
        Body = smoke["body"].Text,
    };

    private static void CheckHeaders(ManifestNode headers, Problems problems)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in headers.Entries)
        {
            if (!seen.Add(name))
            {
                problems.Add(value, "stands here twice, only written otherwise; remove one");
            }

            if (OfTheConnection.Contains(name.ToLowerInvariant()))
            {
                problems.Add(value, "is set by the connection itself; remove it");
            }

            if (value.Text?.Any(letter => letter is < ' ' or > '~') == true)
            {
                problems.Add(value, "has a value that no header takes; write letters, digits and signs of ASCII in one line");
            }
        }
    }
}
