using System.Globalization;

namespace AwsPackages.Sdk;

/// <summary>The places of an answer outside its JSON body.</summary>
public sealed class RestResponse
{
    private readonly ResponseBody body;
    private readonly ReadOnlyMemory<byte> bytes;

    internal RestResponse(ResponseBody body, ReadOnlyMemory<byte> bytes)
    {
        this.body = body;
        this.bytes = bytes;
    }

    public int Status => (int)body.ResponseData.StatusCode;

    public string Header(string name) => body.Header(name);

    public T? Header<T>(string name)
        where T : struct, IParsable<T> => Header(name) is { } text ? T.Parse(text, CultureInfo.InvariantCulture) : null;

    public DateTime? Moment(string name) => Header(name) is { } text ? Moments.Parse(text) : null;

    public Dictionary<string, string> Headers(string prefix) =>
        body.ResponseData.GetHeaderNames()
            .Where(name => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(name => name[prefix.Length..], body.ResponseData.GetHeaderValue);

    public MemoryStream Payload() => new(bytes.ToArray());

    public T Payload<T>(JsonMember<T> member)
        where T : class, new()
    {
        if (bytes.IsEmpty)
        {
            return null;
        }

        var value = new T();
        JsonReading.Fill(bytes, value, member);
        return value;
    }
}
