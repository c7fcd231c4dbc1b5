using System.Globalization;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace AwsPackages.Sdk;

/// <summary>The places of a request outside its JSON body.</summary>
public sealed class RestRequest
{
    private readonly DefaultRequest request;
    private readonly ServiceDefinition service;

    internal RestRequest(DefaultRequest request, ServiceDefinition service)
    {
        this.request = request;
        this.service = service;
    }

    /// <summary>Fills a label of the path; a path with a hole would be another operation's.</summary>
    public void Path(string label, string property, string value)
    {
        if (string.IsNullOrEmpty(value))
        {
            throw service.Failure(new ServiceFailure(null, $"Request object does not have required field {property} set", null, ErrorType.Sender, null, default, null, default));
        }

        request.AddPathResource(label, value);
    }

    public void Query(string name, string value)
    {
        if (value is not null)
        {
            request.Parameters[name] = value;
        }
    }

    public void Query(string name, List<string> values)
    {
        if (values is { Count: > 0 })
        {
            request.ParameterCollection.Add(name, values);
        }
    }

    public void Query(Dictionary<string, string> values)
    {
        foreach (var (name, value) in values ?? [])
        {
            Query(name, value);
        }
    }

    public void Header(string name, string value)
    {
        if (value is not null)
        {
            request.Headers[name] = value;
        }
    }

    public void Headers(string prefix, Dictionary<string, string> values)
    {
        foreach (var (name, value) in values ?? [])
        {
            Header(prefix + name, value);
        }
    }

    public void Payload(MemoryStream value)
    {
        if (value is not null)
        {
            request.Headers["Content-Type"] = "application/octet-stream";
            request.Content = value.ToArray();
        }
    }

    public void Payload<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        if (value is not null)
        {
            request.Headers["Content-Type"] = "application/json";
            request.Content = JsonWriting.Document(value, write);
        }
    }

    public static string Text<T>(T? value)
        where T : struct, IFormattable => value?.ToString(null, CultureInfo.InvariantCulture);

    public static string Text(bool? value) => value is { } set ? (set ? "true" : "false") : null;
}
