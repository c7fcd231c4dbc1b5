using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Slipway.Aws.Kubernetes.Clusters;
using Slipway.Domain;

namespace Slipway.Aws.Kubernetes.Api;

/// <summary>
/// The API server of one cluster, as far as workloads and jobs need it. Failures are the domain's three, in one sentence each;
/// what may pass is tried again before it is told.
/// </summary>
/// <param name="lost">Called when the server cannot be reached or is another one.</param>
public sealed class KubernetesApi(ClusterAccess access, TimeProvider clock, Func<double> jitter, KubernetesOptions options, Action lost)
{
    private const int Restarts = 3;
    private readonly KubernetesConnection _connection = new(ClusterTrust.Open(access), access, clock, jitter, options, lost);

    public async Task<T> GetAsync<T>(ResourcePath resource, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class =>
        (await _connection.SendAsync(new(HttpMethod.Get, "get", resource), Read(type), cancellationToken))!;

    /// <summary>Null when there is none.</summary>
    public Task<T?> FindAsync<T>(ResourcePath resource, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class =>
        _connection.SendAsync(new(HttpMethod.Get, "get", resource), Read(type), cancellationToken, HttpStatusCode.NotFound);

    /// <summary>Every object with these labels and fields, page by page; a list that grew too old on the way is begun again.</summary>
    public async Task<IReadOnlyList<T>> ListAsync<T>(
        ResourcePath resource, LabelSelector? selector, JsonTypeInfo<ObjectList<T>> type, CancellationToken cancellationToken, string fields = "")
    {
        for (var start = 0; start < Restarts; start++)
        {
            if (await ListOnceAsync(resource, selector, fields, type, cancellationToken) is { } items)
            {
                return items;
            }
        }

        throw new UnavailableException($"The cluster {access.Cluster} lists its {resource.Plural} too slowly: each list was too old before its last page.");
    }

    /// <summary>The objects with these labels of an API that is no part of the server and knows no pages; null where the cluster has no such API, or nobody answers for it.</summary>
    public Task<ObjectList<T>?> FindListAsync<T>(ResourcePath resource, LabelSelector? selector, JsonTypeInfo<ObjectList<T>> type, CancellationToken cancellationToken) =>
        _connection.SendAsync(
            new(HttpMethod.Get, "list", resource, $"?labelSelector={Uri.EscapeDataString(selector?.ToString() ?? "")}"),
            Read(type),
            cancellationToken,
            HttpStatusCode.NotFound,
            HttpStatusCode.ServiceUnavailable);

    /// <summary>Every object of a namespace, of a kind of which there are few; null where the caller may not list them.</summary>
    public async Task<IReadOnlyList<T>?> ListIfAllowedAsync<T>(ResourcePath resource, JsonTypeInfo<ObjectList<T>> type, CancellationToken cancellationToken) =>
        await _connection.SendAsync(new(HttpMethod.Get, "list", resource), Read(type), cancellationToken, HttpStatusCode.Forbidden) is { } list ? list.Items ?? [] : null;

    /// <summary>Server-side apply: from now on this manager answers for these fields and for no others.</summary>
    public Task ApplyAsync(ResourcePath resource, JsonObject body, string manager, CancellationToken cancellationToken) =>
        _connection.SendAsync(
            new(HttpMethod.Patch, "patch", resource, $"?fieldManager={Uri.EscapeDataString(manager)}&force=true") { Body = body, BodyType = "application/apply-patch+yaml" }, Nothing, cancellationToken);

    /// <summary>Puts these values into the object and leaves the others.</summary>
    public Task MergeAsync(ResourcePath resource, JsonObject body, CancellationToken cancellationToken) =>
        _connection.SendAsync(new(HttpMethod.Patch, "patch", resource, "?fieldManager=slipway") { Body = body, BodyType = "application/merge-patch+json" }, Nothing, cancellationToken);

    /// <summary>Creates an object under the name in its body; false when that name is taken.</summary>
    public Task<bool> CreateAsync(ResourcePath collection, JsonObject body, CancellationToken cancellationToken) =>
        _connection.SendAsync(
            new(HttpMethod.Post, "create", collection, "?fieldManager=slipway") { Body = body },
            static (response, _) => Task.FromResult(response.IsSuccessStatusCode),
            cancellationToken,
            HttpStatusCode.Conflict);

    /// <summary>Deletes this object and no later one of its name; nothing happens when it is gone.</summary>
    public Task DeleteAsync(ResourcePath resource, string? uid, CancellationToken cancellationToken)
    {
        var options = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "DeleteOptions", ["propagationPolicy"] = "Background" };
        if (uid is not null)
        {
            options["preconditions"] = new JsonObject { ["uid"] = uid };
        }

        return _connection.SendAsync(new(HttpMethod.Delete, "delete", resource) { Body = options }, Nothing, cancellationToken, HttpStatusCode.NotFound, HttpStatusCode.Conflict);
    }

    /// <summary>The last bytes that a container wrote; null where its log is gone or was never begun.</summary>
    /// <param name="previous">True for the run of the container before this one.</param>
    public Task<string?> TailAsync(ResourcePath pod, string container, int lines, int bytes, bool previous, CancellationToken cancellationToken) =>
        _connection.SendAsync(
            new(HttpMethod.Get, "get", pod with { Subresource = "log" }, $"?container={Uri.EscapeDataString(container)}&tailLines={lines}{(previous ? "&previous=true" : "")}"),
            (response, cancel) => TailAsync(response, bytes, cancel),
            cancellationToken,
            HttpStatusCode.NotFound,
            HttpStatusCode.BadRequest);

    private async Task<List<T>?> ListOnceAsync<T>(ResourcePath resource, LabelSelector? selector, string fields, JsonTypeInfo<ObjectList<T>> type, CancellationToken cancellationToken)
    {
        List<T> items = [];
        for (var next = ""; next is not null;)
        {
            var query = $"?limit={options.PageSize}&labelSelector={Uri.EscapeDataString(selector?.ToString() ?? "")}{(fields.Length == 0 ? "" : $"&fieldSelector={Uri.EscapeDataString(fields)}")}{(next.Length == 0 ? "" : $"&continue={Uri.EscapeDataString(next)}")}";
            var page = await _connection.SendAsync(new(HttpMethod.Get, "list", resource, query), Read(type), cancellationToken, HttpStatusCode.Gone);
            if (page is null)
            {
                return null;
            }

            items.AddRange(page.Items ?? []);
            next = string.IsNullOrEmpty(page.Metadata?.Continue) ? null : page.Metadata.Continue;
        }

        return items;
    }

    private static Func<HttpResponseMessage, CancellationToken, Task<T?>> Read<T>(JsonTypeInfo<T> type)
        where T : class => async (response, cancellationToken) =>
        {
            if (!response.IsSuccessStatusCode)
            {
                return null;
            }

            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync(stream, type, cancellationToken) ?? throw new JsonException("the answer is empty");
        };

    private static Task<bool> Nothing(HttpResponseMessage response, CancellationToken cancellationToken) => Task.FromResult(true);

    /// <summary>The server's own limit counts from the first line on and would keep the wrong end.</summary>
    private static async Task<string?> TailAsync(HttpResponseMessage response, int bytes, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            return null;
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var (kept, buffer, isCut) = (new List<byte>(), new byte[8192], false);
        for (int count; (count = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            kept.AddRange(buffer.AsSpan(0, count));
            isCut |= kept.Count > bytes;
            kept.RemoveRange(0, Math.Max(0, kept.Count - bytes));
        }

        var text = Encoding.UTF8.GetString([.. kept]);
        return isCut ? text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..] : text;
    }
}
