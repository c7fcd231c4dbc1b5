using Slipway.Local.Templates;

namespace Slipway.Local.Events;

/// <summary>
/// A standard SQS queue. A received message is hidden until its visibility timeout ends, and then comes again; one that came
/// too often moves to the dead-letter queue the next time somebody would receive it.
/// </summary>
#pragma warning disable CA1711 // It is a queue.
public sealed class Queue
#pragma warning restore CA1711
{
    private static readonly IReadOnlyDictionary<string, string> NoAttributes = new Dictionary<string, string>();

    private readonly Surroundings _surroundings;
    private readonly List<StoredMessage> _messages = [];

    internal Queue(QueueResource resource, Surroundings surroundings) => (Resource, _surroundings) = (resource, surroundings);

    public QueueResource Resource { get; }

    public QueueDepth Depth
    {
        get
        {
            Expire();
            var hidden = _messages.Where(message => message.VisibleAt > _surroundings.Now).ToList();
            var inFlight = hidden.Count(message => message.ReceiveCount > 0);
            var oldest = _messages.Count == 0 ? TimeSpan.Zero : _surroundings.Now - _messages.Min(message => message.SentAt);
            return new QueueDepth(_messages.Count - hidden.Count, inFlight, hidden.Count - inFlight, oldest);
        }
    }

    internal Queue? DeadLetters { get; set; }

    /// <summary>Who polls the queue; told whenever a message can be received.</summary>
    internal Action? Poller { get; set; }

    /// <summary>Returns the message id. The delay of the queue holds unless another is given (0 to 15 minutes).</summary>
    public string Send(string body, IReadOnlyDictionary<string, string>? attributes = null, TimeSpan? delay = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(body);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(delay ?? TimeSpan.Zero, TimeSpan.FromMinutes(15));
        var message = new StoredMessage(_surroundings.Ids.Next("message"), body, attributes ?? NoAttributes, _surroundings.Now);
        _surroundings.Tell(new MessageSent(_surroundings.Now, Resource, message.Id, body));
        Add(message, (delay ?? Resource.Delay) + _surroundings.Lateness());
        return message.Id;
    }

    /// <summary>Gives out visible messages, oldest first, hidden from others for the queue's visibility timeout or the given one.</summary>
    public IReadOnlyList<Message> Receive(int maximum = 1, TimeSpan? visibilityTimeout = null)
    {
        Expire();
        var received = new List<Message>();
        foreach (var message in _messages.Where(message => message.VisibleAt <= _surroundings.Now).ToList())
        {
            if (received.Count == maximum)
            {
                break;
            }

            if (DeadLetters is not null && Resource.Redrive is { } redrive && message.ReceiveCount >= redrive.MaxReceiveCount)
            {
                GiveUp(message);
                continue;
            }

            received.Add(message.Receive(_surroundings.Ids.Next("receipt"), _surroundings.Now));
            var hidden = _surroundings.Happens(_surroundings.Turbulence.Duplicate)
                ? TimeSpan.FromSeconds(1)
                : visibilityTimeout ?? Resource.VisibilityTimeout;
            Hide(message, hidden);
        }

        return received;
    }

    /// <summary>False when the message is gone already or was received again since: the handle of the last receiver counts.</summary>
    public bool Delete(string receiptHandle)
    {
        var message = Find(receiptHandle);
        message?.Announcement?.Dispose();
        return message is not null && _messages.Remove(message);
    }

    /// <summary>Hides a received message for this long from now; zero gives it back at once. False as for <see cref="Delete"/>.</summary>
    public bool ChangeVisibility(string receiptHandle, TimeSpan timeout)
    {
        if (Find(receiptHandle) is not { } message)
        {
            return false;
        }

        Hide(message, timeout);
        return true;
    }

    /// <summary>Deletes everything and returns how many messages that was.</summary>
    public int Purge()
    {
        _messages.ForEach(message => message.Announcement?.Dispose());
        var count = _messages.Count;
        _messages.Clear();
        return count;
    }

    private StoredMessage? Find(string receiptHandle) => _messages.Find(message => message.ReceiptHandle == receiptHandle);

    private void Add(StoredMessage message, TimeSpan delay)
    {
        _messages.Add(message);
        Hide(message, delay);
    }

    private void Hide(StoredMessage message, TimeSpan timeout)
    {
        message.VisibleAt = _surroundings.Now + timeout;
        message.Announcement?.Dispose();
        message.Announcement = Poller is null ? null : _surroundings.Clock.ScheduleAt(message.VisibleAt, Poller);
    }

    private void GiveUp(StoredMessage message)
    {
        _messages.Remove(message);
        _surroundings.Tell(new MessageDeadLettered(_surroundings.Now, Resource, DeadLetters!.Resource, message.Id));
        message.DeadLetterSource = Resource.Arn;
        DeadLetters.Add(message, TimeSpan.Zero);
    }

    /// <summary>Retention counts from the first sending, also in a dead-letter queue.</summary>
    private void Expire()
    {
        foreach (var message in _messages.Where(message => _surroundings.Now - message.SentAt >= Resource.MessageRetention).ToList())
        {
            message.Announcement?.Dispose();
            _messages.Remove(message);
            _surroundings.Tell(new MessageExpired(_surroundings.Now, Resource, message.Id));
        }
    }
}
