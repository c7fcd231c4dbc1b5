using Slipway.Domain.Scaling;
using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Shapes;
using static Slipway.Domain.Systems.Shapes.Key;

namespace Slipway.Domain.Systems.Sections;

/// <summary>What a manifest says about the queues whose depth is work.</summary>
internal static class QueueSection
{
    private static readonly Words<QueueKind> Kinds = new(
        ("sqs", QueueKind.Sqs),
        ("redis-list", QueueKind.RedisList),
        ("redis-sorted-set", QueueKind.RedisSortedSet),
        ("redis-set", QueueKind.RedisSet),
        ("bullmq", QueueKind.BullMq),
        ("sidekiq", QueueKind.Sidekiq),
        ("celery", QueueKind.Celery));

    private static MapShape Queue { get; } = new("{kind: sqs, consumer: services.worker}",
    [
        Must("kind", Kinds.Shape, "What the queue is made of."),
        May("name", Scalars.Text("my-jobs"), "What SQS or Redis calls it; without it, its name here."),
        May("backend", Scalars.PathInto("caches.main", "caches"), "The cache that holds it."),
        May("consumer", Scalars.PathInto("services.worker", "services"), "The service that works it off."),
        .. KeptKeys.Queue,
    ]);

    public static NamedShape Shape { get; } = new($"{{jobs: {Queue.Example}}}", Queue);

    /// <summary>Whether such a queue keeps to itself what is being worked on: what a worker takes is gone.</summary>
    public static bool HidesInFlight(QueueKind kind) => kind is QueueKind.RedisList or QueueKind.RedisSortedSet or QueueKind.RedisSet;

    /// <summary>Whether such a queue counts the messages that ever arrived.</summary>
    public static bool CountsArrivals(QueueKind kind) => kind is QueueKind.BullMq;

    /// <summary>Those of the queues named here that are of such a kind, each with the word for it.</summary>
    public static IEnumerable<(string Queue, string Kind)> Which(ManifestNode named, ManifestNode queues, Func<QueueKind, bool> holds) =>
        from queue in named.OneOrMore
        let word = queues[queue]["kind"].Text
        where Kinds.Find(word) is { } kind && holds(kind)
        select (queue, word);

    public static IReadOnlyList<WorkQueue> Read(ManifestNode document) => [.. document["queues"].Entries.Select(entry => Read(entry, document))];

    private static WorkQueue Read(MapEntry entry, ManifestNode document)
    {
        var consumer = entry.Value["consumer"].Text is { } path ? new ServiceName(path["services.".Length..]) : (ServiceName?)null;
        return new(entry.Key, Kinds.Find(entry.Value["kind"].Text) ?? default, consumer)
        {
            Source = entry.Value["name"].Text ?? entry.Key,
            UrlSecret = CacheSection.UrlSecret(entry.Value["backend"].Text, document),
        };
    }
}
