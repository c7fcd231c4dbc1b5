using Slipway.Domain.Notifications;
using Slipway.Local.Hosting;

namespace Slipway.Benchmarks.Interleavings;

/// <summary>What must be so of notices at the end, whatever channels, messages and processes did: every release's end was told, nothing twice, and nothing was lost.</summary>
internal sealed class Telling(Installation installation, Action<bool, string> require)
{
    public void Judge()
    {
        var messages = installation.Account.Channels.Told.ToLookup(told => (Notice: told.Notice.Id, told.Channel));
        var entries = installation.Memory.Outbox.All.ToDictionary(entry => entry.Notice.Id);
        foreach (var release in installation.Memory.Releases.All)
        {
            var end = entries.GetValueOrDefault(release.Id.Named("notice", release.Status.ToString(), 200));
            require(end is { IsDone: true, Deliveries.Count: > 0 }, $"that {release.Id} is {release.Status} was {(end is null ? "never written down" : "not told")}");
        }

        foreach (var entry in entries.Values)
        {
            foreach (var delivery in entry.Deliveries)
            {
                var (count, name) = (messages[(entry.Notice.Id, delivery.Channel.Name)].Count(), delivery.Channel.Name);
                require(count == (delivery.State == DeliveryState.Delivered ? 1 : 0), $"{entry.Notice.Id} is {delivery.State} at {name}, which got {count} messages");
                require(delivery.State != DeliveryState.TakenOver || IsToldBy(entry, delivery), $"{entry.Notice.Id} was lost after {name}");
            }
        }

        foreach (var thread in installation.Account.Channels.Told.Where(told => told is { Id: not null, Notice.Thread: not null }).GroupBy(told => (told.Notice.Thread, told.Channel)))
        {
            require(thread.Count(told => told.Under is null) == 1, $"{thread.Key} has {thread.Count(told => told.Under is null)} first messages");
        }
    }

    /// <summary>Whoever took over told it, or handed it on to one who did.</summary>
    private static bool IsToldBy(OutboxEntry entry, Delivery delivery) => entry.Deliveries.FirstOrDefault(other => other.Channel.Name == delivery.TakenOverBy) switch
    {
        { State: DeliveryState.Delivered } => true,
        { State: DeliveryState.TakenOver } next => IsToldBy(entry, next),
        _ => false,
    };
}
