using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AwsPackages.SdkGenerator;

/// <summary>The part of botocore's model of a service that the operations in use need, without documentation, one shape on a line.</summary>
internal static class ModelCut
{
    private static readonly string[] Metadata =
        ["apiVersion", "awsQueryCompatible", "endpointPrefix", "jsonVersion", "protocol", "serviceId", "signingName", "targetPrefix"];

    // What neither names nor the wire depend on.
    private static readonly HashSet<string> Left =
    [
        "box", "contextParam", "deprecated", "deprecatedMessage", "deprecatedSince", "document", "documentation", "fault", "httpStatusCode", "max", "min", "pattern",
        "required", "senderFault", "sensitive", "synthetic", "union", "wrapper", "xmlOrder",
    ];

    public static string Of(Service service, string botocoreData)
    {
        var source = Read(botocoreData, service.Model);
        var shapes = source["shapes"]!.AsObject();
        var operations = (service.Operations ?? [.. source["operations"]!.AsObject().Select(operation => operation.Key).Order(StringComparer.Ordinal)])
            .Select(name => (Name: name, Json: Operation(source["operations"]![name] ?? throw new InvalidDataException($"botocore's {service.Model} has no operation {name}"))))
            .ToList();
        var needed = new SortedSet<string>(StringComparer.Ordinal);
        operations.ForEach(operation => Collect(operation.Json, shapes, needed));

        var text = new StringBuilder("{\n");
        var metadata = new JsonObject(source["metadata"]!.AsObject().Where(entry => Metadata.Contains(entry.Key)).Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone())));
        text.Append("\"metadata\": ").Append(metadata.ToJsonString()).Append(",\n\"operations\": {\n");
        text.AppendJoin(",\n", operations.Select(operation => $"{Quoted(operation.Name)}: {operation.Json.ToJsonString()}"));
        text.Append("\n},\n\"shapes\": {\n");
        text.AppendJoin(",\n", needed.Select(name => $"{Quoted(name)}: {Plain(shapes[name]!)!.ToJsonString()}"));
        return text.Append("\n}\n}\n").ToString();
    }

    private static JsonObject Read(string botocoreData, string model)
    {
        var version = Directory.GetDirectories(Path.Combine(botocoreData, model)).Order(StringComparer.Ordinal).Last();
        var plain = Path.Combine(version, "service-2.json");
        using Stream stream = File.Exists(plain) ? File.OpenRead(plain) : new GZipStream(File.OpenRead(plain + ".gz"), CompressionMode.Decompress);
        return JsonNode.Parse(stream)!.AsObject();
    }

    private static JsonObject Operation(JsonNode source)
    {
        if (source["endpoint"] is not null)
        {
            throw new InvalidDataException($"{source["name"]} has an endpoint of its own, which the generator does not know yet");
        }

        return new JsonObject
        {
            ["http"] = new JsonObject { ["method"] = source["http"]!["method"]!.DeepClone(), ["requestUri"] = source["http"]!["requestUri"]!.DeepClone() },
            ["input"] = Plain(source["input"]),
            ["output"] = Plain(source["output"]),
            ["errors"] = Plain(source["errors"]),
        }.WithoutNulls();
    }

    private static void Collect(JsonNode? json, JsonObject shapes, SortedSet<string> needed)
    {
        switch (json)
        {
            case JsonArray array:
                foreach (var element in array)
                {
                    Collect(element, shapes, needed);
                }

                break;
            case JsonObject use:
                foreach (var (name, value) in use)
                {
                    if (name == "shape" && value is JsonValue && needed.Add(value.GetValue<string>()))
                    {
                        Collect(shapes[value.GetValue<string>()], shapes, needed);
                    }
                    else
                    {
                        Collect(value, shapes, needed);
                    }
                }

                break;
        }
    }

    // A member may bear the name of a property that is left elsewhere.
    private static JsonNode? Plain(JsonNode? json, bool names = false) => json switch
    {
        JsonObject use => new JsonObject(use.Where(entry => names || !Left.Contains(entry.Key)).Select(entry => KeyValuePair.Create(entry.Key, Plain(entry.Value, entry.Key == "members" && !names)))),
        JsonArray array => new JsonArray([.. array.Select(element => Plain(element))]),
        _ => json?.DeepClone(),
    };

    private static JsonObject WithoutNulls(this JsonObject json)
    {
        foreach (var name in json.Where(entry => entry.Value is null).Select(entry => entry.Key).ToList())
        {
            json.Remove(name);
        }

        return json;
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
