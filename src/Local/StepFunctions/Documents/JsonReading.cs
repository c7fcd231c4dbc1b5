using System.Text.Json;

namespace Slipway.Local.StepFunctions.Documents;

/// <summary>From JSON text to values.</summary>
internal static class JsonReading
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 512 };

    public static Json Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Options);
            return Read(document.RootElement);
        }
        catch (JsonException broken)
        {
            throw new FormatException($"not JSON: {broken.Message}", broken);
        }
        catch (InvalidOperationException broken)
        {
            throw new FormatException($"not JSON: {broken.Message}", broken);
        }
    }

    private static Json Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => JsonMap.Of(element.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, Read(member.Value)))),
        JsonValueKind.Array => JsonList.Of(element.EnumerateArray().Select(Read)),
        JsonValueKind.String => Json.Of(element.GetString()),
        JsonValueKind.Number => JsonNumber.FromDigits(element.GetRawText()),
        JsonValueKind.True => Json.True,
        JsonValueKind.False => Json.False,
        _ => Json.Null,
    };
}
