namespace Slipway.Domain.Notifications;

/// <summary>Remembers notices until everybody was told, and for a time after.</summary>
public interface IOutbox
{
    /// <summary>Keeps a new one, and answers with what is kept under its id: the first one stays.</summary>
    Task<OutboxEntry> AddAsync(OutboxEntry entry, CancellationToken cancellationToken);

    Task<OutboxEntry?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Writes it over the version that was read; <see cref="ConflictException"/> when there is another.</summary>
    Task<OutboxEntry> SaveAsync(OutboxEntry entry, CancellationToken cancellationToken);

    /// <summary>Those of which somebody was not told yet, in no order.</summary>
    Task<IReadOnlyList<OutboxEntry>> ListUndeliveredAsync(CancellationToken cancellationToken);
}

/// <summary>Asks for a notice to be delivered, now or later: a queue of SQS.</summary>
public interface IDeliveryQueue
{
    /// <param name="delay">At most 15 minutes.</param>
    Task SendAsync(string notice, TimeSpan delay, CancellationToken cancellationToken);
}
