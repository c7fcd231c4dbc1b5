using System.Net;
using System.Net.Http.Headers;
using Slipway.Aws.Registries.Contents;
using Slipway.Domain;
using Slipway.Domain.Images;

namespace Slipway.Aws.Registries;

/// <summary>One repository of a registry over the OCI distribution API: manifests, referrers, and where its blobs are read and written.</summary>
internal sealed class OciRepository(RegistryConnection registry, string name, string scope, string purpose)
{
    public RegistryConnection Registry => registry;

    public string Name => name;

    /// <summary>What the requests have to be allowed to do, in the form of the token servers.</summary>
    public string Scope => scope;

    /// <summary>The manifest of a digest or tag, verified; null when the repository has none.</summary>
    public Task<Manifest?> FindManifestAsync(string reference, CancellationToken cancellationToken) => AskAsync(
        Get($"manifests/{reference}", MediaTypes.Manifests),
        async (response, limit) => response.StatusCode == HttpStatusCode.NotFound ? null : await ReadManifestAsync(await AcceptedAsync(response, limit), reference, limit),
        cancellationToken);

    public Task<bool> HoldsManifestAsync(Digest digest, CancellationToken cancellationToken) => HoldsAsync($"manifests/{digest}", MediaTypes.Manifests, cancellationToken);

    public Task<bool> HoldsBlobAsync(Digest digest, CancellationToken cancellationToken) => HoldsAsync($"blobs/{digest}", [], cancellationToken);

    /// <summary>A small blob, verified; one that is said to be larger than the limit, in bytes, is refused unread.</summary>
    public async Task<ReadOnlyMemory<byte>> ReadBlobAsync(Descriptor blob, int limit, CancellationToken cancellationToken)
    {
        if (blob.Size > limit)
        {
            throw new RejectedException($"{name}@{blob.Digest} has {blob.Size} bytes: of its kind no more than {limit} are read.");
        }

        var content = await AskAsync(
            Get($"blobs/{blob.Digest}", []),
            async (response, rest) => await BoundedContent.ReadAsync(await AcceptedAsync(response, rest), limit, rest),
            cancellationToken);
        return Manifest.DigestOf(content.Span) == blob.Digest
            ? content
            : throw new RejectedException($"What the registry {registry.Host} gives as {name}@{blob.Digest} does not have this digest: the image is damaged there.");
    }

    /// <summary>Writes the manifest under its digest or a tag.</summary>
    public Task PutManifestAsync(Manifest manifest, string reference, CancellationToken cancellationToken) => AskAsync(
        new(HttpMethod.Put, Address($"manifests/{reference}")) { Content = () => Content(manifest) },
        AcceptedAsync,
        cancellationToken);

    /// <summary>What refers to the digest, all pages of it; null when the registry does not have the referrers API.</summary>
    public async Task<IReadOnlyList<Descriptor>?> ListReferrersAsync(Digest digest, CancellationToken cancellationToken)
    {
        var listed = new List<Descriptor>();
        for (Uri? page = Address($"referrers/{digest}"); page is not null;)
        {
            var (index, next) = await AskAsync(Get(page, [MediaTypes.OciIndex]), ReadPageAsync, cancellationToken);
            if (index is null)
            {
                return null;
            }

            listed.AddRange(index.Children);
            page = next is null ? null : new Uri(page, next);
        }

        return listed;
    }

    /// <summary>Begins an upload; null when the blob was mounted from the repository named, so that nothing is left to upload.</summary>
    public Task<Uri?> StartUploadAsync(Digest digest, string? mountFrom, CancellationToken cancellationToken)
    {
        var query = mountFrom is null ? "" : $"?mount={digest}&from={Uri.EscapeDataString(mountFrom)}";
        var request = new RegistryRequest(HttpMethod.Post, Address($"blobs/uploads/{query}")) { Content = static () => new ByteArrayContent([]) };
        return AskAsync(
            request,
            async (response, limit) => (await AcceptedAsync(response, limit)).StatusCode == HttpStatusCode.Created ? null
                : response.Headers.Location is { } location ? new Uri(request.Address, location)
                : throw new RejectedException($"The registry {registry.Host} begins an upload without saying where it goes."),
            cancellationToken);
    }

    public Task<T> AskAsync<T>(RegistryRequest request, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken) =>
        registry.AskAsync(request, scope, read, cancellationToken);

    public Uri Address(string path) => registry.Address($"{name}/{path}");

    /// <summary>The answer itself when it is one of success; else the sentence about why not.</summary>
    public async Task<HttpResponseMessage> AcceptedAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        response.IsSuccessStatusCode ? response : throw (await RegistryFailure.ReadAsync(response, cancellationToken)).Explain(registry.Host, name, purpose);

    private RegistryRequest Get(string path, IReadOnlyList<string> accept) => Get(Address(path), accept);

    private static RegistryRequest Get(Uri address, IReadOnlyList<string> accept) => new(HttpMethod.Get, address) { Accept = accept };

    /// <summary>A redirect is a yes as well: an address that was signed for GET would not answer HEAD.</summary>
    private Task<bool> HoldsAsync(string path, IReadOnlyList<string> accept, CancellationToken cancellationToken) => AskAsync(
        new(HttpMethod.Head, Address(path)) { Accept = accept },
        async (response, limit) =>
            response.StatusCode != HttpStatusCode.NotFound && (RegistryConnection.IsRedirect(response.StatusCode) || await AcceptedAsync(response, limit) is not null),
        cancellationToken);

    private async Task<Manifest?> ReadManifestAsync(HttpResponseMessage response, string reference, CancellationToken cancellationToken)
    {
        var content = await BoundedContent.ReadAsync(response, Manifest.LargestBytes, cancellationToken);
        return !Digest.TryParse(reference, null, out var wanted) || Manifest.DigestOf(content.Span) == wanted
            ? Manifest.Parse(content, TypeOf(response))
            : throw new RejectedException($"What the registry {registry.Host} gives as {name}@{wanted} does not have this digest: the image is damaged there.");
    }

    private async Task<(Manifest? Index, Uri? Next)> ReadPageAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        // Registries without the API say so in many ways; a proxy in front of one may answer with a page of its own.
        var missing = response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotAcceptable;
        if (missing || ((await AcceptedAsync(response, cancellationToken)).IsSuccessStatusCode && TypeOf(response) != MediaTypes.OciIndex))
        {
            return (null, null);
        }

        var index = Manifest.Parse(await BoundedContent.ReadAsync(response, Manifest.LargestBytes, cancellationToken), MediaTypes.OciIndex);
        return (index, response.Headers.TryGetValues("Link", out var links) ? NextOf(links) : null);
    }

    private static Uri? NextOf(IEnumerable<string> links) => links.SelectMany(link => link.Split(','))
        .Where(link => link.Contains("rel=\"next\"", StringComparison.OrdinalIgnoreCase) && link.Contains('<', StringComparison.Ordinal) && link.Contains('>', StringComparison.Ordinal))
        .Select(link => new Uri(link[(link.IndexOf('<', StringComparison.Ordinal) + 1)..link.IndexOf('>', StringComparison.Ordinal)], UriKind.RelativeOrAbsolute))
        .FirstOrDefault();

    private static string TypeOf(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType ?? "";

    private static ReadOnlyMemoryContent Content(Manifest manifest) =>
        new(manifest.Content) { Headers = { ContentType = new MediaTypeHeaderValue(manifest.MediaType) } };
}
