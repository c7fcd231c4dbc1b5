using System.Text.Json.Nodes;
using Slipway.Aws.Kubernetes;
using Slipway.Aws.Kubernetes.Api;
using Slipway.Aws.Kubernetes.Clusters;
using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;
using Slipway.Tests.Ports;
using Slipway.Tests.Wire.Kubernetes.Fake;

namespace Slipway.Tests.Wire.Kubernetes;

/// <summary>The adapters before the fake: a workload <c>shop/api</c> with everything that a pod template may say.</summary>
internal sealed class FakeCluster : WorkloadBench
{
    public const string Caller = "the role arn:aws:iam::111122223333:role/slipway";
    public static readonly Location Location = new("eu-central-1", "arn:aws:iam::111122223333:role/slipway");

    private FakeCluster(FakeKubernetes server, WorkloadKind kind, KubernetesOptions? options)
    {
        (Server, Address) = (server, new(Location, "shop-production", "shop", kind, "api", "api"));
        Clusters = new((_, cluster, _) => Task.FromResult(Access(cluster)), Clock, () => 0.5, options ?? new() { Timeout = TimeSpan.FromSeconds(60) });
        Kubernetes = new(Clusters, Clock);
    }

    public FakeKubernetes Server { get; }

    public HurriedClock Clock { get; } = new();

    public KubernetesClusters Clusters { get; }

    public KubernetesWorkloads Kubernetes { get; }

    public override IWorkloads Workloads => Kubernetes;

    public override WorkloadAddress Address { get; }

    /// <summary>How the cluster is opened; a test may open it wrongly.</summary>
    public Func<ClusterAccess, ClusterAccess> Opening { get; set; } = access => access;

    public StoredObject Workload => Server.Store.Find(WorkloadPlural(Address.Kind), "shop", "api")!;

    public IReadOnlyList<StoredObject> Pods => [.. Server.Store.All("pods").Where(pod => pod.Label("app") == "api" && !pod.IsLeaving)];

    /// <summary>A workload on an image that is well, with its replicas ready.</summary>
    public static async Task<FakeCluster> StartAsync(WorkloadKind kind = WorkloadKind.Deployment, KubernetesOptions? options = null, Action<JsonObject>? change = null, string? image = null)
    {
        var cluster = new FakeCluster(await FakeKubernetes.StartAsync(), kind, options);
        image ??= cluster.Server.Images.Push("shop/api", FakeImages.Healthy).Reference;
        var workload = Definition(image);
        change?.Invoke(workload);
        cluster.Server.Arrange(store => store.Create(WorkloadPlural(kind), "shop", workload, "helm"));
        cluster.Server.Pass(TimeSpan.FromSeconds(30));
        return cluster;
    }

    /// <summary>Another hand sets a variable of the workload's container; null removes it.</summary>
    public void SetVariable(string name, string? value) => Server.Arrange(store => store.Write(Workload, () =>
    {
        var variables = Workload.Spec["template"]!["spec"]!["containers"]![0]!["env"]!.AsArray();
        variables.RemoveAll(variable => (string?)variable!["name"] == name);
        if (value is not null)
        {
            variables.Add(new JsonObject { ["name"] = name, ["value"] = value });
        }
    }));

    /// <summary>A Service that sends requests to the pods with these labels, without any to those of the workload.</summary>
    public void Serve(string service, params (string Name, string Value)[] selector) => Server.Arrange(store => store.Create("services", "shop", new()
    {
        ["metadata"] = new JsonObject { ["name"] = service },
        ["spec"] = new JsonObject { ["selector"] = new JsonObject((selector.Length == 0 ? [("app", "api")] : selector).Select(label => KeyValuePair.Create(label.Item1, (JsonNode?)label.Item2))) },
    }, "helm"));

    /// <summary>A quota of the namespace.</summary>
    public void Limit(string quota, params (string Resource, string Hard)[] limits) => Server.Arrange(store => store.Create("resourcequotas", "shop", new()
    {
        ["metadata"] = new JsonObject { ["name"] = quota },
        ["spec"] = new JsonObject { ["hard"] = new JsonObject(limits.Select(limit => KeyValuePair.Create(limit.Resource, (JsonNode?)limit.Hard))) },
    }, "kubectl"));

    /// <summary>The images of the pods that a Service sends requests to.</summary>
    public IReadOnlyList<Digest> Reached(string service)
    {
        var selector = Server.Store.Find("services", "shop", service)!.Spec["selector"]!.AsObject();
        return [.. Server.Store.All("pods")
            .Where(pod => !pod.IsLeaving && selector.All(label => pod.Label(label.Key) == (string?)label.Value))
            .Where(pod => pod.Status["conditions"]?.AsArray().Any(condition => (string?)condition!["type"] == "Ready" && (string?)condition["status"] == "True") == true)
            .Select(pod => Digest.Parse(((string)pod.Spec["containers"]![0]!["image"]!).Split('@')[1], null))];
    }

    public override Image Make(SampleImage image) => Server.Images.Push("shop/api", image switch
    {
        SampleImage.Healthy => FakeImages.Healthy,
        SampleImage.Crashing => FakeImages.Crashing,
        _ => null,
    });

    public override Task PassAsync()
    {
        Server.Pass(TimeSpan.FromSeconds(1));
        return Task.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await base.DisposeAsync();
    }

    private ClusterAccess Access(string cluster) => Opening(new(cluster, Server.Address, Server.Authority.Certificates, Caller) { Token = (_, _) => ValueTask.FromResult<string?>("good-token") });

    private static string WorkloadPlural(WorkloadKind kind) => $"{kind.ToString().ToLowerInvariant()}s";

    private static JsonObject Definition(string image) => JsonNode.Parse($$"""
        {
          "metadata": { "name": "api", "labels": { "app": "api" } },
          "spec": {
            "replicas": {{Replicas}},
            "selector": { "matchLabels": { "app": "api" } },
            "template": {
              "metadata": { "labels": { "app": "api" } },
              "spec": {
                "serviceAccountName": "api",
                "nodeSelector": { "pool": "apps" },
                "tolerations": [ { "key": "apps", "operator": "Exists" } ],
                "imagePullSecrets": [ { "name": "pull" } ],
                "securityContext": { "runAsNonRoot": true },
                "volumes": [ { "name": "config", "configMap": { "name": "api" } }, { "name": "scratch", "emptyDir": {} } ],
                "containers": [
                  {
                    "name": "api",
                    "image": "{{image}}",
                    "command": [ "serve" ],
                    "args": [ "--port", "8080" ],
                    "ports": [ { "containerPort": 8080 } ],
                    "env": [ { "name": "STAGE", "value": "production" } ],
                    "envFrom": [ { "secretRef": { "name": "api" } } ],
                    "resources": { "limits": { "memory": "256Mi" } },
                    "securityContext": { "readOnlyRootFilesystem": true },
                    "volumeMounts": [ { "name": "config", "mountPath": "/etc/api" } ],
                    "readinessProbe": { "httpGet": { "path": "/health", "port": 8080 } },
                    "lifecycle": { "preStop": { "sleep": { "seconds": 5 } } }
                  },
                  { "name": "proxy", "image": "proxy:1", "volumeMounts": [ { "name": "scratch", "mountPath": "/tmp" } ] }
                ]
              }
            }
          }
        }
        """)!.AsObject();
}
