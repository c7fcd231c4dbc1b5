using System.Security.Cryptography.X509Certificates;
using Slipway.Domain;
using Slipway.Domain.Scaling;
using Slipway.Domain.Systems;

namespace Slipway.Aws.Redis;

/// <summary>
/// How much work waits in Redis, by the URL that the queue's secret holds.
/// <list type="table">
/// <item><term>the server says that it cannot answer now (it starts, fails over, runs a script), cannot be reached or does not answer in time</term><description>no depth, and why: it may mend itself</description></item>
/// <item><term>a person must act: no secret, a wrong password, host, certificate or type of key, cluster mode</term><description><see cref="RejectedException"/></description></item>
/// <item><term>there is no such key</term><description>an empty queue: Redis keeps no empty one</description></item>
/// </list>
/// </summary>
/// <param name="timeout">How long a reading may take, from the connection to the last answer.</param>
/// <param name="trust">The certificate authorities that count for rediss://; null leaves it to the system.</param>
public sealed class RedisQueueDepths(ISecrets secrets, TimeProvider clock, TimeSpan timeout, X509Certificate2Collection? trust = null) : IQueueDepths
{
    private readonly RedisConversation _conversation = new(clock, timeout, trust);

    public async Task<QueueReading> ReadAsync(SystemName system, EnvironmentManifest environment, WorkQueue queue, CancellationToken cancellationToken)
    {
        try
        {
            return await DepthAsync(system, environment, queue, cancellationToken);
        }
        catch (UnavailableException failure)
        {
            return new(null, failure.Message);
        }
    }

    private async Task<QueueReading> DepthAsync(SystemName system, EnvironmentManifest environment, WorkQueue queue, CancellationToken cancellationToken)
    {
        var failed = $"The queue {queue.Name} of {system} in {environment.Name} cannot be read";
        var url = await UrlAsync(failed, environment.Location, queue, cancellationToken);
        QueueLayout layout = queue.Kind switch
        {
            QueueKind.RedisList or QueueKind.RedisSortedSet or QueueKind.RedisSet => new RedisKey(queue.Source),
            QueueKind.BullMq => new BullQueue(queue.Source, clock.GetUtcNow(), queue.WantsAge),
            QueueKind.Sidekiq => new SidekiqQueue(queue.Source, clock.GetUtcNow(), queue.WantsAge),
            QueueKind.Celery => new CeleryQueue(queue.Source),
            _ => throw new RejectedException($"{failed}: a queue of the kind {queue.Kind} is not in Redis."),
        };
        var replies = await _conversation.AskAsync($"{failed} from the Redis at {url.Place}", url, layout.Commands, layout.Optional, cancellationToken);
        var depth = layout.Read($"{failed} from the Redis at {url.Place}", replies);
        var isMissing = queue.WantsAge && depth.OldestAge is null;
        return new(depth, isMissing ? $"The age of the queue {queue.Name} of {system} in {environment.Name} is unknown: {layout.NoAge}." : null);
    }

    private async Task<RedisUrl> UrlAsync(string failed, Location location, WorkQueue queue, CancellationToken cancellationToken)
    {
        var secret = queue.UrlSecret ?? throw new RejectedException($"{failed}: the manifest does not say which secret holds the URL of its Redis; give the queue a backend with a url.");
        return RedisUrl.TryParse(await secrets.ReadAsync(location, secret, cancellationToken))
            ?? throw new RejectedException($"{failed}: the secret {secret} holds no URL of a Redis; it takes the form rediss://user:password@host:6379/0, with what is special in the password percent-encoded.");
    }
}
