using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Local.Templates;

namespace Slipway.Local.Events;

/// <summary>
/// An event source mapping at work: gathers a batch, invokes the function, and deletes what it handled.
/// What it did not handle stays in the queue and comes again when its visibility timeout ends.
/// </summary>
internal sealed class QueuePoller
{
    private readonly Queue _queue;
    private readonly FunctionResource _function;
    private readonly FunctionRuns _runs;
    private readonly Surroundings _surroundings;
    private readonly List<Message> _gathered = [];
    private IDisposable? _window;
    private bool _isWindowOver;
    private int _running;
    private bool _enabled;

    public QueuePoller(EventSourceMapping mapping, Queue queue, FunctionResource function, FunctionRuns runs, Surroundings surroundings)
    {
        (Mapping, _queue, _function, _runs, _surroundings) = (mapping, queue, function, runs, surroundings);
        _enabled = mapping.Enabled;
        queue.Poller += Poll;
    }

    public EventSourceMapping Mapping { get; }

    public bool Enabled
    {
        get => _enabled;
        set
        {
            _enabled = value;
            // What was gathered for nobody comes again by itself.
            _gathered.Clear();
            CloseWindow();
            _surroundings.Clock.Schedule(TimeSpan.Zero, Poll);
        }
    }

    private bool HasRoom => _running < (Mapping.MaximumConcurrency ?? int.MaxValue);

    private void Poll()
    {
        while (_enabled && HasRoom && Gather())
        {
            Invoke();
        }
    }

    /// <summary>True when the batch is full, or has waited long enough.</summary>
    private bool Gather()
    {
        while (_gathered.Count < Mapping.BatchSize && _queue.Receive(Mapping.BatchSize - _gathered.Count) is { Count: > 0 } received)
        {
            _gathered.AddRange(received.Where(IsWanted));
        }

        if (_gathered.Count == 0 || _gathered.Count >= Mapping.BatchSize || Mapping.BatchingWindow == TimeSpan.Zero || _isWindowOver)
        {
            return _gathered.Count > 0;
        }

        _window ??= _surroundings.Clock.Schedule(Mapping.BatchingWindow, EndWindow);
        return false;
    }

    private void EndWindow()
    {
        _isWindowOver = true;
        Poll();
    }

    private void CloseWindow()
    {
        _window?.Dispose();
        _window = null;
        _isWindowOver = false;
    }

    private bool IsWanted(Message message)
    {
        if (Mapping.Filters.Count == 0)
        {
            return true;
        }

        var record = SqsEvent.Record(message, _queue.Resource, _surroundings.Stack);
        // A filter looks into a body that is a JSON object; any other body is text to it.
        record["body"] = PlainJson.Node(message.Body) is JsonObject body ? body : message.Body;
        var element = JsonSerializer.SerializeToElement(record);
        if (Mapping.Filters.Any(filter => filter.Matches(element)))
        {
            return true;
        }

        _queue.Delete(message.ReceiptHandle);
        _surroundings.Tell(new MessageFilteredOut(_surroundings.Now, Mapping, message.MessageId));
        return false;
    }

    private void Invoke()
    {
        CloseWindow();
        var batch = _gathered.ToList();
        _gathered.Clear();
        _running++;
        _runs.Start(_function, SqsEvent.Of(batch, _queue.Resource, _surroundings.Stack), outcome => End(batch, outcome));
    }

    private void End(List<Message> batch, FunctionOutcome outcome)
    {
        _running--;
        var result = BatchResult.Of(outcome, batch, Mapping.ReportsBatchItemFailures);
        foreach (var message in batch.Where(message => !result.Failed.Contains(message.MessageId)))
        {
            _queue.Delete(message.ReceiptHandle);
        }

        if (result.Failed.Count > 0)
        {
            _surroundings.Tell(new MessagesReturned(_surroundings.Now, Mapping, [.. result.Failed], result.Reason));
        }

        _surroundings.Clock.Schedule(TimeSpan.Zero, Poll);
    }
}
