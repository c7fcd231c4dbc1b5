using System.Text.Json.Nodes;

namespace Slipway.Tests.Wire.Kubernetes.Fake;

/// <summary>A request of the API, taken apart.</summary>
internal sealed record FakeRequest(string Method, string Path, IReadOnlyDictionary<string, string> Query, string ContentType, string Body)
{
    public string Group => Path.StartsWith("/api/", StringComparison.Ordinal) ? "" : Path.Split('/')[2];

    private string[] Parts => Path.Split('/')[(Group.Length == 0 ? 3 : 4)..];

    private bool IsNamespaced => Parts is ["namespaces", _, _, ..];

    /// <summary>Empty for what stands in no namespace, and for all of them together.</summary>
    public string Namespace => IsNamespaced ? Uri.UnescapeDataString(Parts[1]) : "";

    public string Plural => Parts[IsNamespaced ? 2 : 0];

    public string? Name => Part(1) is { } name ? Uri.UnescapeDataString(name) : null;

    public string? Subresource => Part(2);

    private string? Part(int after) => Parts.ElementAtOrDefault((IsNamespaced ? 2 : 0) + after);

    /// <summary>As RBAC puts it: "patch deployments/scale".</summary>
    public string Permission => $"{Verb} {Plural}{(Subresource is null ? "" : $"/{Subresource}")}";

    private string Verb => Method switch
    {
        "GET" => Name is null ? "list" : "get",
        "POST" => "create",
        "DELETE" => "delete",
        _ => "patch",
    };
}

/// <summary>What the API server does with each request, by the published semantics of its verbs.</summary>
internal sealed class FakeRoutes(FakeStore store, FakeNodes nodes, FakeImages images, Func<DateTimeOffset> now)
{
    /// <summary>How many lists expire on their way: each answers its next page with 410.</summary>
    public int ExpiringLists { get; set; }

    public HashSet<string> Namespaces { get; } = ["shop"];

    public FakeMetrics Metrics { get; } = new(store, now);

    public FakeAnswer Answer(FakeRequest request) => request switch
    {
        { Group: FakeMetrics.Group } => Metrics.Answer(request),
        { Method: "POST" } when !Namespaces.Contains(request.Namespace) => FakeAnswer.NotFound("namespaces", "", request.Namespace),
        { Method: "POST" } => Create(request),
        { Method: "GET", Name: null } => List(request),
        _ => store.Find(request.Plural, request.Namespace, request.Name!) is { } target ? Answer(request, target) : Missing(request),
    };

    private FakeAnswer Answer(FakeRequest request, StoredObject target) => request switch
    {
        { Method: "GET", Subresource: "log" } => Log(request, target),
        { Method: "GET" } => new(200, target.Json.DeepClone()),
        { Method: "DELETE" } => Delete(request, target),
        { Subresource: "scale" } => Scale(request, target),
        { ContentType: "application/apply-patch+yaml" } => Apply(request, target),
        { ContentType: "application/merge-patch+json" } => Merge(request, target),
        _ => FakeAnswer.Status(415, "UnsupportedMediaType", $"the body of the request was in an unknown format - {request.ContentType}"),
    };

    /// <summary>An apply to nothing makes the object, unless it says which one it means.</summary>
    private FakeAnswer Missing(FakeRequest request)
    {
        if (request is not { ContentType: "application/apply-patch+yaml", Subresource: null })
        {
            return FakeAnswer.NotFound(request.Plural, request.Group, request.Name);
        }

        return (string?)JsonNode.Parse(request.Body)!["metadata"]?["uid"] is { } uid
            ? FakeAnswer.Status(
                409, "Conflict", $"Operation cannot be fulfilled on {request.Plural}.{request.Group} \"{request.Name}\": uid mismatch: the provided object specified uid {uid}, and no existing object was found")
            : Create(request);
    }

    private FakeAnswer Create(FakeRequest request)
    {
        var json = JsonNode.Parse(request.Body)!.AsObject();
        var name = (string)json["metadata"]!["name"]!;
        if (store.Find(request.Plural, request.Namespace, name) is not null)
        {
            return FakeAnswer.Status(409, "AlreadyExists", $"{request.Plural}.{request.Group} \"{name}\" already exists");
        }

        if (Invalid(request.Plural, json) is { } field)
        {
            return FakeAnswer.Invalid(request.Plural, request.Group, name, field);
        }

        var created = store.Create(request.Plural, request.Namespace, json, request.Query.GetValueOrDefault("fieldManager", "unknown"));
        if (request.Plural == "jobs")
        {
            created.Spec["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["batch.kubernetes.io/controller-uid"] = created.Uid } };
        }

        return new(201, created.Json.DeepClone());
    }

    private FakeAnswer List(FakeRequest request)
    {
        var labels = request.Query.GetValueOrDefault("labelSelector", "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        var from = int.Parse(request.Query.GetValueOrDefault("continue", "0"), null);
        if (request.Plural == "resourcequotas")
        {
            new FakeQuotas(store).Count(request.Namespace);
        }

        if (from > 0 && ExpiringLists > 0)
        {
            ExpiringLists--;
            return FakeAnswer.Expired;
        }

        var found = store.All(request.Plural).Where(item => request.Namespace is "" || item.Namespace == request.Namespace).Where(item => IsMeant(request, item) && labels.All(label => Matches(item, label))).ToList();
        var limit = int.Parse(request.Query.GetValueOrDefault("limit", "0"), null);
        var page = limit > 0 ? found.Skip(from).Take(limit) : found;
        return new(200, new JsonObject
        {
            ["metadata"] = new JsonObject { ["resourceVersion"] = "1", ["continue"] = limit > 0 && from + limit < found.Count ? $"{from + limit}" : "" },
            ["items"] = new JsonArray([.. page.Select(item => item.Json.DeepClone())]),
        });
    }

    /// <summary>Of field selectors those that leave ended pods out.</summary>
    private static bool IsMeant(FakeRequest request, StoredObject item) => request.Query.GetValueOrDefault("fieldSelector", "").Split(',', StringSplitOptions.RemoveEmptyEntries)
        .All(field => field.Split("!=") is ["status.phase", var phase] ? (string?)item.Status["phase"] != phase : throw new NotSupportedException($"the field selector {field}"));

    public static bool Matches(StoredObject item, string label) => label.Split('=') is [var name, var value] && item.Label(name) == value;

    private FakeAnswer Delete(FakeRequest request, StoredObject target)
    {
        var uid = request.Body.Length == 0 ? null : (string?)JsonNode.Parse(request.Body)!["preconditions"]?["uid"];
        if (uid is not null && uid != target.Uid)
        {
            return FakeAnswer.Status(409, "Conflict", $"Precondition failed: UID in precondition: {uid}, UID in object meta: {target.Uid}");
        }

        if (target.Plural == "pods")
        {
            nodes.End(target, now());
        }
        else
        {
            store.Remove(target);
            Collect(target);
        }

        return new(200, target.Json.DeepClone());
    }

    /// <summary>What the garbage collector does in the background: whatever the object owned goes with it.</summary>
    private void Collect(StoredObject owner)
    {
        store.OwnedBy(owner, "pods").ToList().ForEach(pod => nodes.End(pod, now()));
        foreach (var set in store.OwnedBy(owner, "replicasets"))
        {
            store.Remove(set);
            Collect(set);
        }
    }

    private FakeAnswer Scale(FakeRequest request, StoredObject target)
    {
        if (target.Plural == "daemonsets")
        {
            return FakeAnswer.Status(404, "NotFound", "the server could not find the requested resource");
        }

        var replicas = (int)JsonNode.Parse(request.Body)!["spec"]!["replicas"]!;
        if (replicas < 0)
        {
            return FakeAnswer.Invalid("scales", "autoscaling", target.Name, "spec.replicas: must be greater than or equal to 0");
        }

        Write(target, request, () => target.Spec["replicas"] = replicas);
        return new(200, new JsonObject { ["spec"] = new JsonObject { ["replicas"] = replicas } });
    }

    private FakeAnswer Merge(FakeRequest request, StoredObject target)
    {
        var patch = JsonNode.Parse(request.Body)!.AsObject();
        if ((string?)patch["metadata"]?["resourceVersion"] is { } version && version != (string?)target.Metadata["resourceVersion"])
        {
            return FakeAnswer.Modified(request.Plural, request.Group, target.Name);
        }

        if (target.Plural == "jobs" && patch["spec"]?["template"] is not null)
        {
            return FakeAnswer.Invalid("jobs", "batch", target.Name, "spec.template: field is immutable");
        }

        Write(target, request, () => MergeInto(target.Json, patch));
        return new(200, target.Json.DeepClone());
    }

    private FakeAnswer Apply(FakeRequest request, StoredObject target)
    {
        var applied = JsonNode.Parse(request.Body)!.AsObject();
        if (!request.Query.TryGetValue("fieldManager", out var manager))
        {
            return FakeAnswer.Status(400, "BadRequest", "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch");
        }

        var metadata = applied["metadata"];
        if (((string?)metadata?["resourceVersion"] ?? (string)target.Metadata["resourceVersion"]!) != (string)target.Metadata["resourceVersion"]! || ((string?)metadata?["uid"] ?? target.Uid) != target.Uid)
        {
            return FakeAnswer.Modified(request.Plural, request.Group, target.Name);
        }

        if (request.Query.GetValueOrDefault("force") != "true" && target.Ownership.Conflicts(manager, target.Json, applied) is { Count: > 0 } conflicts)
        {
            return FakeAnswer.Status(409, "Conflict", $"Apply failed with {conflicts.Count} conflict: {string.Join(", ", conflicts)}");
        }

        var trial = target.Json.DeepClone().AsObject();
        target.Ownership.Trial().Apply(manager, trial, applied);
        if (Invalid(request.Plural, trial) is { } field)
        {
            return FakeAnswer.Invalid(request.Plural, request.Group, target.Name, field);
        }

        store.Write(target, () => target.Ownership.Apply(manager, target.Json, applied));
        return new(200, target.Json.DeepClone());
    }

    private FakeAnswer Log(FakeRequest request, StoredObject pod)
    {
        var status = pod.Status["containerStatuses"]?[0];
        var container = request.Query.GetValueOrDefault("container");
        var isPrevious = request.Query.GetValueOrDefault("previous") == "true";
        if ((string?)pod.Spec["containers"]![0]!["name"] != container)
        {
            return FakeAnswer.Status(400, "BadRequest", $"container {container} is not valid for pod {pod.Name}");
        }

        if (isPrevious && status?["lastState"]?["terminated"] is null)
        {
            return FakeAnswer.Status(400, "BadRequest", $"previous terminated container \"{container}\" in pod \"{pod.Name}\" not found");
        }

        if (!isPrevious && status?["state"]?["waiting"] is { } waiting && status["lastState"]?["terminated"] is null)
        {
            return FakeAnswer.Status(400, "BadRequest", $"container \"{container}\" in pod \"{pod.Name}\" is waiting to start: {waiting["reason"]}");
        }

        var lines = (images.Find((string)pod.Spec["containers"]![0]!["image"]!)?.Log ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var tail = int.Parse(request.Query.GetValueOrDefault("tailLines", "1000000"), null);
        return new(200, Text: string.Concat(lines.TakeLast(tail).Select(line => line + "\n")));
    }

    private void Write(StoredObject target, FakeRequest request, Action write)
    {
        var before = target.Json.DeepClone().AsObject();
        store.Write(target, write);
        target.Ownership.Wrote(request.Query.GetValueOrDefault("fieldManager", "unknown"), before, target.Json);
    }

    private static void MergeInto(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
            {
                target.Remove(name);
            }
            else if (value is JsonObject inner)
            {
                MergeInto((target[name] ??= new JsonObject()).AsObject(), inner);
            }
            else
            {
                target[name] = value.DeepClone();
            }
        }
    }

    /// <summary>What validation finds first, of the rules that a careless client meets.</summary>
    private static string? Invalid(string plural, JsonObject json)
    {
        var pod = json["spec"]?["template"]?["spec"];
        var containers = pod?["containers"]?.AsArray();
        var volumes = pod?["volumes"]?.AsArray().Select(volume => (string?)volume!["name"]).ToList() ?? [];
        var mounts = containers?.SelectMany(container => container!["volumeMounts"]?.AsArray() ?? []).Select(mount => (string?)mount!["name"]) ?? [];
        return containers is not { Count: > 0 } ? "spec.template.spec.containers: Required value"
            : containers.Any(container => container!["image"] is null) ? "spec.template.spec.containers[0].image: Required value"
            : mounts.FirstOrDefault(mount => !volumes.Contains(mount) && plural != "statefulsets") is { } unknown ? $"spec.template.spec.containers[0].volumeMounts[0].name: Not found: \"{unknown}\""
            : plural == "jobs" && (string?)pod!["restartPolicy"] is not ("Never" or "OnFailure") ? "spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\", \"Never\""
            : plural != "jobs" && json["spec"]!["selector"] is null ? "spec.selector: Required value"
            : null;
    }
}
