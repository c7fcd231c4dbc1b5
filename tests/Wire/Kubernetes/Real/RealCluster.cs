using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Slipway.Aws.Kubernetes;
using Slipway.Aws.Kubernetes.Clusters;
using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;
using Slipway.Tests.Ports;

namespace Slipway.Tests.Wire.Kubernetes.Real;

/// <summary>
/// The cluster that <c>SLIPWAY_TEST_KUBECONFIG</c> names, never that of the user's default kubeconfig, with a namespace made for one test and
/// removed after it. Its nodes pull public images.
/// </summary>
internal sealed class RealCluster : IAsyncDisposable
{
    public const string Variable = "SLIPWAY_TEST_KUBECONFIG";
    private readonly HttpClient _admin;
    private readonly ClusterAccess _access;
    private readonly string _namespace = $"slipway-test-{Guid.NewGuid():n}"[..24];

    private RealCluster(ClusterAccess access, WorkloadKind kind)
    {
        (_access, _admin) = (access, Admin(access));
        Clusters = new((_, _, _) => Task.FromResult(access), TimeProvider.System, Random.Shared.NextDouble);
        Address = new(new("eu-central-1"), access.Cluster, _namespace, kind, "api", "api");
    }

    public KubernetesClusters Clusters { get; }

    public WorkloadAddress Address { get; }

    /// <summary>Images of the Kubernetes project that run until they are ended: pause 3.9, 3.10 and 3.8.</summary>
    public static IReadOnlyList<Image> Pause { get; } =
    [
        Known("registry.k8s.io", "pause", "7031c1b283388d2c2e09b57badb803c05ebed362dc88d84b480cc47f72a21097"),
        Known("registry.k8s.io", "pause", "ee6521f290b2168b6e0935a181d4cff9be1ac3f505666ef0e3c98fae8199917a"),
        Known("registry.k8s.io", "pause", "9001185023633d17a2f98ff69b6ff2615b8ea02a825adffa40422f51dfdcde9d"),
    ];

    /// <summary>Without a command its shell ends at once.</summary>
    public static Image BusyBox { get; } = Known("docker.io", "library/busybox", "73aaf090f3d85aa34ee199857f03fa3a95c8ede2ffd4cc2cdb5b94e566b11662");

    public static Image Nowhere { get; } = Known("registry.k8s.io", "pause", new('0', 64));

    public static async Task<RealCluster> StartAsync(WorkloadKind kind)
    {
        var path = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(path), $"needs {Variable}, the kubeconfig of a cluster that tests may use");
        var cluster = new RealCluster(Kubeconfig.Read(path!), kind);
        await cluster.SendAsync(HttpMethod.Post, "api/v1/namespaces", new() { ["metadata"] = new JsonObject { ["name"] = cluster._namespace } });
        try
        {
            await cluster.SendAsync(HttpMethod.Post, $"apis/apps/v1/namespaces/{cluster._namespace}/{kind.ToString().ToLowerInvariant()}s", Definition(kind));
            await cluster.SettleAsync();
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }

        return cluster;
    }

    public static Task PassAsync() => Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await SendAsync(HttpMethod.Delete, $"api/v1/namespaces/{_namespace}", null);
        _admin.Dispose();
    }

    private static Image Known(string registry, string repository, string digest) => new(registry, repository, Digest.Parse($"sha256:{digest}"));

    private async Task SettleAsync()
    {
        var workloads = new KubernetesWorkloads(Clusters, TimeProvider.System);
        for (var look = 0; look < 300; look++)
        {
            var state = await workloads.ReadAsync(Address, TestContext.Current.CancellationToken);
            if (state.Desired > 0 && state.Ready == state.Desired && state.Updated == state.Desired)
            {
                return;
            }

            await PassAsync();
        }

        Assert.Fail("The workload of the test does not become ready in that cluster.");
    }

    private async Task SendAsync(HttpMethod method, string path, JsonObject? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(_access.Server.ToString().TrimEnd('/') + "/" + path));
        if (_access.Token is { } token)
        {
            request.Headers.Authorization = new("Bearer", await token(false, CancellationToken.None));
        }

        request.Content = body is null ? null : new StringContent(body.ToJsonString(), new MediaTypeHeaderValue("application/json"));
        using var response = await _admin.SendAsync(request, CancellationToken.None);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(CancellationToken.None));
    }

    /// <summary>A client of its own, so that the adapters do not arrange what they are tested on.</summary>
    private static HttpClient Admin(ClusterAccess access)
    {
        var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, certificate, chain, _) =>
            {
                chain!.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
                chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
                chain.ChainPolicy.CustomTrustStore.AddRange(access.Authorities);
                return chain.Build(certificate!);
            },
        };
        if (access.Certificate is { } certificate)
        {
            handler.ClientCertificates.Add(certificate);
        }

        return new(handler);
    }

    private static JsonObject Definition(WorkloadKind kind)
    {
        var spec = JsonNode.Parse($$$"""
            {
              "selector": { "matchLabels": { "app": "api" } },
              "template": {
                "metadata": { "labels": { "app": "api" } },
                "spec": { "terminationGracePeriodSeconds": 1, "containers": [ { "name": "api", "image": "{{{Pause[0].Reference}}}" } ] }
              }
            }
            """)!.AsObject();
        if (kind != WorkloadKind.DaemonSet)
        {
            spec["replicas"] = WorkloadBench.Replicas;
        }

        if (kind == WorkloadKind.StatefulSet)
        {
            spec["serviceName"] = "api";
        }

        return new() { ["apiVersion"] = "apps/v1", ["kind"] = kind.ToString(), ["metadata"] = new JsonObject { ["name"] = "api" }, ["spec"] = spec };
    }
}
