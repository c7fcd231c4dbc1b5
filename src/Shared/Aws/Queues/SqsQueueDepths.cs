using System.Collections.Concurrent;
using System.Globalization;
using Amazon.SQS;
using Amazon.SQS.Model;
using Slipway.Aws.Access;
using Slipway.Domain;
using Slipway.Domain.Scaling;
using Slipway.Domain.Systems;

namespace Slipway.Aws.Queues;

/// <summary>The depth of queues of SQS, which says it approximately: right within about a minute after nothing arrives any more.</summary>
public sealed class SqsQueueDepths(AwsClients clients) : IQueueDepths
{
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
            return new(new(Number(answer, Attributes[0]), Number(answer, Attributes[1])) { Delayed = Number(answer, Attributes[2]) });
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

    private static int Number(GetQueueAttributesResponse answer, string attribute) =>
        answer.Attributes?.TryGetValue(attribute, out var text) == true && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
