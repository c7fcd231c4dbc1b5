namespace Slipway.Local.Events;

/// <summary>A message inside its queue: visible once its time has come, hidden while somebody works on it.</summary>
internal sealed class StoredMessage(string id, string body, IReadOnlyDictionary<string, string> attributes, DateTimeOffset sentAt)
{
    public string Id => id;

    public DateTimeOffset SentAt { get; } = sentAt;

    public DateTimeOffset VisibleAt { get; set; } = sentAt;

    public int ReceiveCount { get; private set; }

    public string? ReceiptHandle { get; private set; }

    public string? DeadLetterSource { get; set; }

    /// <summary>The appointment at which pollers hear that it is visible.</summary>
    public IDisposable? Announcement { get; set; }

    private DateTimeOffset? FirstReceivedAt { get; set; }

    public Message Receive(string receiptHandle, DateTimeOffset now)
    {
        ReceiveCount++;
        ReceiptHandle = receiptHandle;
        FirstReceivedAt ??= now;
        return new Message
        {
            MessageId = id,
            ReceiptHandle = receiptHandle,
            Body = body,
            Attributes = attributes,
            SentAt = SentAt,
            FirstReceivedAt = FirstReceivedAt.Value,
            ReceiveCount = ReceiveCount,
            DeadLetterSource = DeadLetterSource,
        };
    }
}
