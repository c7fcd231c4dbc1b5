using System.Text.Json;

namespace AwsPackages.SdkGenerator;

/// <summary>A service's operations and shapes, as its model file has them.</summary>
internal sealed class Model
{
    private Model(JsonElement root)
    {
        Metadata = root.GetProperty("metadata");
        Operations = [.. root.GetProperty("operations").EnumerateObject().Select(property => new Operation(property.Name, property.Value))];
        Shapes = root.GetProperty("shapes").EnumerateObject().ToDictionary(property => property.Name, property => new Shape(property.Name, property.Value));
    }

    public JsonElement Metadata { get; }

    public IReadOnlyList<Operation> Operations { get; }

    public IReadOnlyDictionary<string, Shape> Shapes { get; }

    public static Model Load(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return new Model(document.RootElement.Clone());
    }

    public string? Metadatum(string name) => Metadata.Text(name);
}

/// <summary>An operation: where it goes, and the shapes of what it takes, answers and fails with.</summary>
internal sealed class Operation(string name, JsonElement json)
{
    public string Name => name;

    public string Method => json.GetProperty("http").GetProperty("method").GetString()!;

    public string Path => json.GetProperty("http").GetProperty("requestUri").GetString()!;

    public string? Input => json.TryGetProperty("input", out var input) ? input.Text("shape") : null;

    public string? Output => json.TryGetProperty("output", out var output) ? output.Text("shape") : null;

    public string? ResultWrapper => json.TryGetProperty("output", out var output) ? output.Text("resultWrapper") : null;

    public IReadOnlyList<string> Failures =>
        json.TryGetProperty("errors", out var errors) ? [.. errors.EnumerateArray().Select(error => error.Text("shape")!)] : [];
}

/// <summary>A type of the model, with what protocols must know of it.</summary>
internal sealed class Shape(string name, JsonElement json)
{
    public string Name => name;

    public string Type => json.Text("type")!;

    public bool IsEnum => Type == "string" && json.TryGetProperty("enum", out _);

    public bool IsException => json.Flag("exception");

    public bool IsFlattened => json.Flag("flattened");

    public bool IsRetryable => json.TryGetProperty("retryable", out _);

    public bool IsThrottling => IsRetryable && json.GetProperty("retryable").Flag("throttling");

    /// <summary>What the wire calls an exception.</summary>
    public string Code => json.TryGetProperty("error", out var error) && error.Text("code") is { } code ? code : name;

    public string? Payload => json.Text("payload");

    public string? TimestampFormat => json.Text("timestampFormat");

    public IReadOnlyList<string> EnumValues => [.. json.GetProperty("enum").EnumerateArray().Select(value => value.GetString()!)];

    public IReadOnlyList<Member> Members =>
        json.TryGetProperty("members", out var members) ? [.. members.EnumerateObject().Select(member => new Member(member.Name, member.Value))] : [];

    public Member Element => new("member", json.GetProperty("member"));

    public Member Key => new("key", json.GetProperty("key"));

    public Member Value => new("value", json.GetProperty("value"));
}

/// <summary>A use of a shape: a member of a structure, an element of a list, a key or value of a map.</summary>
internal sealed class Member(string name, JsonElement json)
{
    public string Name => name;

    public string Shape => json.Text("shape")!;

    /// <summary>uri, querystring, header, headers or statusCode; null where it is the body.</summary>
    public string? Location => json.Text("location");

    /// <summary>The name on the wire where the model gives one that differs.</summary>
    public string? LocationName => json.Text("locationName");

    public string WireName => LocationName ?? name;

    public string? TimestampFormat => json.Text("timestampFormat");

    public bool IsFlattened => json.Flag("flattened");

    public bool IsIdempotencyToken => json.Flag("idempotencyToken");
}

internal static class JsonElements
{
    public static string? Text(this JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;

    public static bool Flag(this JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
