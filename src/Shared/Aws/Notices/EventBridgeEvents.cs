using System.Text.Json;
using Amazon.EventBridge.Model;
using Slipway.Aws.Access;
using Slipway.Domain;
using Slipway.Domain.Notifications;

namespace Slipway.Aws.Notices;

/// <summary>Slipway's own events on the account's default bus.</summary>
public sealed class EventBridgeEvents(AwsClients clients) : IEvents
{
    private static readonly HashSet<string> Passing = new(StringComparer.Ordinal) { "ThrottlingException", "InternalFailure", "InternalException" };

    public async Task PublishAsync(ReleaseEvent ended, CancellationToken cancellationToken)
    {
        var failed = $"The end of the release {ended.Release} cannot be put on the event bus";
        var client = clients.Own(AwsServices.EventBridge);
        var entry = new PutEventsRequestEntry
        {
            Source = ReleaseEvent.Source,
            DetailType = ReleaseEvent.DetailType,
            Detail = JsonSerializer.Serialize(ended, DomainJson.Default.ReleaseEvent),
        };
        var answer = await AwsCall.AskAsync(failed, () => client.PutEventsAsync(new() { Entries = [entry] }, cancellationToken));

        // An entry that was refused stands in an answer that succeeded.
        if (answer.FailedEntryCount > 0)
        {
            var refused = answer.Entries?.FirstOrDefault(result => !string.IsNullOrEmpty(result.ErrorCode));
            var message = $"{failed}: {refused?.ErrorMessage} ({refused?.ErrorCode})";
            throw Passing.Contains(refused?.ErrorCode ?? "") ? new UnavailableException(message) : new RejectedException(message);
        }
    }
}
