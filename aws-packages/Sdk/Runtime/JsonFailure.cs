using System.Text.Json;
using Amazon.Runtime;

namespace AwsPackages.Sdk;

/// <summary>How the JSON protocols say that a request was refused: by members of the body, by headers, or by both.</summary>
internal static class JsonFailure
{
    public static ServiceFailure Read(ResponseBody body, ReadOnlyMemory<byte> bytes)
    {
        var said = new Said();
        try
        {
            JsonReading.Fill(bytes, said, Member);
        }
        catch (JsonException)
        {
            // A proxy in between answers with a page: the status and the page itself are the reason then.
        }

        var shape = Plain(said.Type ?? body.Header("x-amzn-ErrorType") ?? said.Code);
        var message = body.Header("x-amzn-error-message") ?? said.Message;
        // Services that spoke the query protocol before keep its codes in a header, as "code;fault".
        return body.Header("x-amzn-query-error")?.Split(';') is [var code, var fault]
            ? new ServiceFailure(shape, message, code, Enum.TryParse<ErrorType>(fault, out var type) ? type : ErrorType.Unknown, null, default, null, bytes)
            : new ServiceFailure(shape, message, shape, ErrorType.Unknown, null, default, null, bytes);
    }

    // namespace#Shape:location, of which only the shape says what happened.
    private static string Plain(string type) => type?[(type.LastIndexOf('#') + 1)..].Split(':')[0];

    private static bool Member(ref Utf8JsonReader reader, string name, Said said)
    {
        switch (name)
        {
            case "__type": said.Type = JsonReading.Text(ref reader); return true;
            case "message" or "Message": said.Message = JsonReading.Text(ref reader); return true;
            case "code" or "Code": said.Code = JsonReading.Text(ref reader); return true;
            default: return false;
        }
    }

    private sealed class Said
    {
        public string Type { get; set; }

        public string Message { get; set; }

        public string Code { get; set; }
    }
}
