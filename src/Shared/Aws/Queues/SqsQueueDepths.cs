using System.Collections.Concurrent;
using System.Globalization;
using Amazon.SQS;
using Amazon.SQS.Model;
using Slipway.Aws.Access;
using Slipway.Domain;
using Slipway.Domain.Metrics;
using Slipway.Domain.Scaling;
using Slipway.Domain.Systems;

namespace Slipway.Aws.Queues;

/// <summary>
/// The depth of queues of SQS, which says it approximately: right within about a minute after nothing arrives any more. How long the
/// oldest message has waited only CloudWatch knows, a few minutes later; it is asked when that is wanted and something waits.
/// </summary>
public sealed class SqsQueueDepths(AwsClients clients, IMetrics metrics, TimeProvider clock) : IQueueDepths
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>The age of which the last point may be.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);
    private static readonly List<string> Attributes = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed"];
    private readonly ConcurrentDictionary<(Location Location, string Queue), string> _urls = new();

    public async Task<QueueReading> ReadAsync(SystemName system, EnvironmentManifest environment, WorkQueue queue, CancellationToken cancellationToken)
    {
        var (location, name) = (environment.Location, queue.Source);
        var client = clients.For(location, AwsServices.Sqs);
        try
        {
            var url = await UrlAsync(client, location, name, cancellationToken);
            var answer = await AskAsync(location, name, () => client.GetQueueAttributesAsync(new() { QueueUrl = url, AttributeNames = Attributes }, cancellationToken));
            if (Attributes.Select(attribute => Number(answer, attribute)).ToList() is not [{ } visible, { } inFlight, { } delayed])
            {
                return new(null, $"SQS did not tell the depth of the queue {name}.");
            }

            var depth = new QueueDepth(visible, inFlight) { Delayed = delayed };
            return queue.WantsAge ? await WithAgeAsync(depth, location, name, cancellationToken) : new(depth);
        }
        catch (UnavailableException failure)
        {
            return new(null, failure.Message);
        }
        catch (RejectedException)
        {
            // A queue that was deleted and made anew may have another address.
            _urls.TryRemove((location, name), out _);
            throw;
        }
    }

    private async Task<QueueReading> WithAgeAsync(QueueDepth depth, Location location, string name, CancellationToken cancellationToken)
    {
        if (depth.Visible == 0)
        {
            return new(depth with { OldestAge = TimeSpan.Zero });
        }

        try
        {
            var now = clock.GetUtcNow();
            var metric = new Metric("AWS/SQS", "ApproximateAgeOfOldestMessage", [new("QueueName", name[(name.LastIndexOf('/') + 1)..])]);
            var points = await metrics.ReadAsync(location, [new(metric, "Maximum", Minute)], now - Fresh, now, cancellationToken);
            return points[0] is [.., var last]
                ? new(depth with { OldestAge = TimeSpan.FromSeconds(last.Value) })
                : new(depth, $"The age of the queue {name} is unknown: CloudWatch has no ApproximateAgeOfOldestMessage of its last {Fresh.TotalMinutes:0} minutes.");
        }
        catch (UnavailableException failure)
        {
            return new(depth, failure.Message);
        }
    }

    private async Task<string> UrlAsync(AmazonSQSClient client, Location location, string name, CancellationToken cancellationToken)
    {
        if (name.Contains("://", StringComparison.Ordinal))
        {
            return name;
        }

        return _urls.TryGetValue((location, name), out var known)
            ? known
            : _urls[(location, name)] = (await AskAsync(location, name, () => client.GetQueueUrlAsync(new GetQueueUrlRequest { QueueName = name }, cancellationToken))).QueueUrl;
    }

    private static Task<T> AskAsync<T>(Location location, string name, Func<Task<T>> call)
    {
        var failed = $"The depth of the queue {name} cannot be read";
        return AwsCall.AskAsync(failed, async () =>
        {
            try
            {
                return await call();
            }
            catch (QueueDoesNotExistException failure)
            {
                throw new RejectedException($"{failed}: there is no such queue in {location.Region}; make it, or correct its name in the manifest.", failure);
            }
        });
    }

    private static int? Number(GetQueueAttributesResponse answer, string attribute) =>
        answer.Attributes?.TryGetValue(attribute, out var text) == true && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
