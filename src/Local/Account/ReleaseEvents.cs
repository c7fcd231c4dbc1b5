using System.Text.Json;
using Slipway.Domain;
using Slipway.Domain.Notifications;

namespace Slipway.Local.Account;

/// <summary>Puts Slipway's own events on the bus of the account.</summary>
public sealed class ReleaseEvents(AccountEvents events, string region) : IEvents
{
    private readonly List<ReleaseEvent> _sent = [];

    /// <summary>Every event, in the order of sending.</summary>
    public IReadOnlyList<ReleaseEvent> Sent => _sent;

    public Task PublishAsync(ReleaseEvent ended, CancellationToken cancellationToken)
    {
        _sent.Add(ended);
        events.Send(ReleaseEvent.Source, ReleaseEvent.DetailType, region, [], detail =>
        {
            foreach (var member in JsonSerializer.SerializeToElement(ended, DomainJson.Default.ReleaseEvent).EnumerateObject())
            {
                member.WriteTo(detail);
            }
        });
        return Task.CompletedTask;
    }
}
