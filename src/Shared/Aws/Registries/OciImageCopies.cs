using System.Buffers;
using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Slipway.Aws.Registries.Contents;
using Slipway.Domain;
using Slipway.Domain.Images;

namespace Slipway.Aws.Registries;

/// <summary>
/// Copies images between registries of the OCI distribution API: ECR's of any account and region, and any other. The delegate
/// gives the authorization for a registry's host, null where none is needed; <paramref name="jitter"/> draws from 0 up to 1.
/// Loopback hosts are spoken to over plain HTTP, as container tools do.
/// </summary>
public sealed class OciImageCopies(
    HttpClient http, Func<string, CancellationToken, Task<AuthenticationHeaderValue?>> authorize, TimeProvider time, Func<double> jitter, RegistryOptions? options = null) : IImageCopies
{
    private readonly RegistryOptions _options = options ?? new RegistryOptions();

    /// <summary>No more buffers than blobs under way: the shared pool would keep one for every thread that ever moved one.</summary>
    private readonly ArrayPool<byte> _buffers = CreateBuffers(options ?? new RegistryOptions());

    private readonly ConcurrentDictionary<string, RegistryConnection> _registries = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A client as registries need it: redirects are followed here, where the authorization is left behind, and no limit is set on how long a layer takes.</summary>
    public static HttpClient CreateClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async Task<CopyReport> CopyAsync(Image source, Image target, CancellationToken cancellationToken)
    {
        if (source.Digest != target.Digest)
        {
            throw new RejectedException($"A copy keeps its digest: {source.Reference} cannot become {target.Reference}.");
        }

        var pull = $"repository:{source.Repository}:pull";
        var push = $"repository:{target.Repository}:pull,push";
        var sameRegistry = source.Registry.Equals(target.Registry, StringComparison.OrdinalIgnoreCase);
        var from = new OciRepository(Connect(source.Registry), source.Repository, pull, "read");
        var to = new OciRepository(Connect(target.Registry), target.Repository, sameRegistry && source.Repository != target.Repository ? $"{push} {pull}" : push, "write");
        try
        {
            var contents = await new ImageReader(from).ReadAsync(source.Digest, cancellationToken);
            return await new ImageWriter(to, new(from, to, _options, time, _buffers), _options.ParallelBlobs).WriteAsync(contents, cancellationToken);
        }
        catch (OperationCanceledException failure)
        {
            throw new UnavailableException($"The time was not enough to copy {source.Reference} to {target.Registry}: what arrived is not moved again by the next attempt.", failure);
        }
    }

    private static ArrayPool<byte> CreateBuffers(RegistryOptions options) => ArrayPool<byte>.Create(options.ChunkBytes, options.ParallelBlobs);

    private RegistryConnection Connect(string host) => _registries.GetOrAdd(
        host, name => new(name, http, new(name, http, authorize), _options, time, new(_options.FirstDelay, _options.LongestDelay, jitter)));
}
