using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Domain.Systems.Sections;
using Slipway.Domain.Systems.Shapes;

namespace Slipway.Domain.Systems;

/// <summary>The JSON Schema of a manifest for editors, made from the shapes by which <see cref="ManifestReader"/> checks it.</summary>
public static class ManifestSchema
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write()
    {
        var schema = Of(SystemSection.Shape, whole: true);
        schema.Insert(0, "$schema", "http://json-schema.org/draft-07/schema#");
        schema.Insert(1, "title", "Slipway system manifest");
        return schema.ToJsonString(Indented) + "\n";
    }

    /// <summary>A schema of the shape; when it is not for the <paramref name="whole"/>, nothing is required.</summary>
    private static JsonObject Of(Shape shape, bool whole) => shape switch
    {
        MapShape map => OfMap(map, whole),
        NamedShape named => OfNames(named, whole),
        ListShape list => OfList(list),
        OneOrMoreShape several => new() { ["anyOf"] = new JsonArray(Of(several.List.Item, whole: true), OfList(several.List)) },
        ScalarShape scalar => scalar.Schema(),
        PartShape part => Of(part.Whole, whole: false),
        _ => [],
    };

    private static JsonObject OfMap(MapShape map, bool whole)
    {
        var properties = new JsonObject();
        foreach (var key in map.Keys)
        {
            var property = Of(key.Shape, whole);
            property.Insert(0, "description", key.Shape is KeptShape ? $"{key.Description} Kept, not acted on." : key.Description);
            properties[key.Name] = property;
        }

        var schema = new JsonObject { ["type"] = "object", ["additionalProperties"] = false };
        if (whole && map.Keys.Any(key => key.Required))
        {
            schema["required"] = new JsonArray([.. map.Keys.Where(key => key.Required).Select(key => (JsonNode)key.Name)]);
        }

        schema["properties"] = properties;
        return schema;
    }

    private static JsonObject OfNames(NamedShape named, bool whole)
    {
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["propertyNames"] = new JsonObject { ["pattern"] = named.Names.Schema()["pattern"]!.DeepClone() },
            ["additionalProperties"] = Of(named.Each, whole),
        };
        return whole && named.Filled ? With(schema, "minProperties", 1) : schema;
    }

    /// <summary>A list is replaced as a whole, so that its items are whole even in a part.</summary>
    private static JsonObject OfList(ListShape list)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = Of(list.Item, whole: true) };
        schema = list.Filled ? With(schema, "minItems", 1) : schema;
        return list.Distinct ? With(schema, "uniqueItems", true) : schema;
    }

    private static JsonObject With(JsonObject schema, string keyword, JsonNode value)
    {
        schema[keyword] = value;
        return schema;
    }
}
