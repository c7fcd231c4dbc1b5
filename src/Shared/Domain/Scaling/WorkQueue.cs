using System.Text.Json.Serialization;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Scaling;

[JsonConverter(typeof(CamelCase<QueueKind>))]
public enum QueueKind
{
    Sqs,
    RedisList,
    RedisSortedSet,
    RedisSet,
    BullMq,
    Sidekiq,
    Celery,
}

/// <summary>A queue whose depth is the work that waits for its consumer.</summary>
public sealed record WorkQueue(string Name, QueueKind Kind, ServiceName? Consumer)
{
    /// <summary>What SQS or Redis calls it; the manifest's name for it unless that says otherwise.</summary>
    public string Source { get; init; } = Name;

    /// <summary>The secret that holds the URL of its Redis, with the password; null for SQS, or when the manifest names none.</summary>
    public string? UrlSecret { get; init; }

    /// <summary>Whether its reader wants to know how old its messages are: of SQS that is another question, which costs.</summary>
    public bool WantsAge { get; init; }
}
