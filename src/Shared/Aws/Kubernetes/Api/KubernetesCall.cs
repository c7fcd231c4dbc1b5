using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Slipway.Aws.Kubernetes.Api;

/// <summary>
/// One call of the API. <paramref name="Verb"/> is the word of RBAC. Every call in use may be sent again: reads, patches that
/// name a version or a final value, and the creation of an object under a name of its own.
/// </summary>
internal sealed record KubernetesCall(HttpMethod Method, string Verb, ResourcePath Resource, string Query = "")
{
    public JsonObject? Body { get; init; }

    public string BodyType { get; init; } = "application/json";

    public HttpRequestMessage Request(Uri server, string? token)
    {
        var request = new HttpRequestMessage(Method, new Uri(server, Resource.Path + Query));
        request.Headers.Authorization = token is null ? null : new("Bearer", token);
        if (Body is { } body)
        {
            request.Content = new StringContent(body.ToJsonString(), new MediaTypeHeaderValue(BodyType));
        }

        return request;
    }
}
