using System.Globalization;
using System.Text.Json.Nodes;

namespace Slipway.Tests.Wire.Kubernetes.Fake;

/// <summary>An object of the fake with the owners of its fields.</summary>
internal sealed record StoredObject(string Plural, JsonObject Json)
{
    public FieldOwnership Ownership { get; } = new();

    public JsonObject Metadata => Json["metadata"]!.AsObject();

    public JsonObject Spec => Json["spec"]!.AsObject();

    public JsonObject Status => (Json["status"] ??= new JsonObject()).AsObject();

    public string Name => (string)Metadata["name"]!;

    public string Namespace => (string)Metadata["namespace"]!;

    public string Uid => (string)Metadata["uid"]!;

    public long Generation => (long)Metadata["generation"]!;

    public string? Label(string name) => (string?)Metadata["labels"]?[name];

    public string? Annotation(string name) => (string?)Metadata["annotations"]?[name];

    public string? Owner => (string?)Metadata["ownerReferences"]?[0]?["uid"];

    public bool IsLeaving => Metadata["deletionTimestamp"] is not null;
}

/// <summary>The objects of the fake, with the versions and generations that its API server counts.</summary>
internal sealed class FakeStore(Func<DateTimeOffset> now)
{
    private readonly List<StoredObject> _objects = [];
    private long _version = 1000;
    private int _uids;

    public IReadOnlyList<StoredObject> All(string plural) => [.. _objects.Where(found => found.Plural == plural)];

    public IReadOnlyList<StoredObject> OwnedBy(StoredObject owner, string plural) => [.. _objects.Where(found => found.Plural == plural && found.Owner == owner.Uid)];

    public StoredObject? Find(string plural, string space, string name) =>
        _objects.FirstOrDefault(found => found.Plural == plural && found.Namespace == space && found.Name == name);

    public StoredObject Create(string plural, string space, JsonObject json, string manager, StoredObject? owner = null)
    {
        var created = new StoredObject(plural, json);
        created.Metadata["namespace"] = space;
        created.Metadata["uid"] = string.Create(CultureInfo.InvariantCulture, $"00000000-0000-4000-8000-{++_uids:d12}");
        created.Metadata["generation"] = 1L;
        created.Metadata["creationTimestamp"] = Text(now());
        if (owner is not null)
        {
            created.Metadata["ownerReferences"] = new JsonArray(new JsonObject { ["uid"] = owner.Uid, ["name"] = owner.Name, ["controller"] = true });
        }

        created.Ownership.Wrote(manager, [], json);
        _objects.Add(created);
        Touch(created);
        return created;
    }

    /// <summary>Writes an object; a change of its specification is another generation, and no change is no other version.</summary>
    public void Write(StoredObject target, Action write)
    {
        var before = target.Json.DeepClone().AsObject();
        write();
        if (!JsonNode.DeepEquals(before["spec"], target.Json["spec"]))
        {
            target.Metadata["generation"] = target.Generation + 1;
        }

        if (!JsonNode.DeepEquals(before, target.Json))
        {
            Touch(target);
        }
    }

    public void Remove(StoredObject target) => _objects.Remove(target);

    public static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static DateTimeOffset Time(JsonNode? text) => DateTimeOffset.Parse((string)text!, CultureInfo.InvariantCulture);

    private void Touch(StoredObject target) => target.Metadata["resourceVersion"] = (++_version).ToString(CultureInfo.InvariantCulture);
}
