using System.Security.Cryptography.X509Certificates;
using Slipway.Aws.Redis;
using Slipway.Domain;
using Slipway.Domain.Scaling;
using Slipway.Domain.Systems;
using Slipway.Tests.Local.Account;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Redis;

/// <summary>Queues in a Redis whose URL is the only secret there is.</summary>
internal static class RedisQueues
{
    public const string Secret = "shop/redis#url";

    public static string Url(this RedisServer server, string? credentials = $":{RedisServer.Password}@", string database = "") => $"redis://{credentials}{server.Host}{database}";

    public static RedisQueueDepths Open(string url, TimeSpan? timeout = null, X509Certificate2Collection? trust = null) =>
        new(new OneSecret(url), TimeProvider.System, timeout ?? TimeSpan.FromSeconds(20), trust);

    /// <summary>The depth, which is known.</summary>
    public static async Task<QueueDepth> ReadAsync(this RedisQueueDepths queues, WorkQueue queue)
    {
        var reading = await queues.AskAsync(queue);
        Assert.Null(reading.Problem);
        return reading.Depth!;
    }

    /// <summary>Why nobody knows the depth now.</summary>
    public static async Task<string> ProblemAsync(this RedisQueueDepths queues, WorkQueue queue)
    {
        var reading = await queues.AskAsync(queue);
        Assert.Null(reading.Depth);
        return reading.Problem!;
    }

    public static Task<QueueReading> AskAsync(this RedisQueueDepths queues, WorkQueue queue) =>
        queues.ReadAsync(Shop.Name, Shop.Manifest.Environment(Shop.Production), queue, TestContext.Current.CancellationToken);

    public static WorkQueue List(string key) => new("jobs", QueueKind.RedisList, new("worker")) { Source = key, UrlSecret = Secret };

    public static WorkQueue Bull(string name) => new("jobs", QueueKind.BullMq, new("worker")) { Source = name, UrlSecret = Secret };

    public static WorkQueue Sidekiq(string name) => new("jobs", QueueKind.Sidekiq, new("worker")) { Source = name, UrlSecret = Secret };

    public static WorkQueue Celery(string name) => new("jobs", QueueKind.Celery, new("worker")) { Source = name, UrlSecret = Secret };

    private sealed class OneSecret(string url) : ISecrets
    {
        public Task<string> ReadAsync(Location location, string name, CancellationToken cancellationToken) =>
            location == Shop.Location && name == Secret ? Task.FromResult(url) : throw new RejectedException($"There is no secret {name}.");

        public Task<string> ReadOwnAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
