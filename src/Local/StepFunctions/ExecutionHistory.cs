using System.Collections;
using Slipway.Local.StepFunctions.Documents;

namespace Slipway.Local.StepFunctions;

/// <summary>
/// The events of one execution in order, kept in blocks so that a long history is never copied; or only counted, so that the
/// documents of thousands of executions that nobody reads again are not kept.
/// </summary>
public sealed class ExecutionHistory(bool isKept = true) : IReadOnlyList<HistoryEvent>
{
    private const int BlockSize = 64;

    private readonly List<Entry[]> _blocks = [];

    /// <summary>How many events there are to be read.</summary>
    public int Count => isKept ? Recorded : 0;

    /// <summary>How many events there were: the id of the last one.</summary>
    internal int Recorded { get; private set; }

    public HistoryEvent this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            ref var entry = ref _blocks[index / BlockSize][index % BlockSize];
            return new(index + 1, entry.Previous, new DateTimeOffset(entry.Ticks, TimeSpan.Zero), entry.Type, entry.Name, entry.Payload, entry.Details);
        }
    }

    public IEnumerator<HistoryEvent> GetEnumerator()
    {
        for (var at = 0; at < Count; at++)
            yield return this[at];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The history as GetExecutionHistory gives it, events in a list.</summary>
    public JsonList ToJson() => JsonList.Of(this.Select(entry => entry.ToJson()));

    /// <summary>Adds an event and gives its id, which counts from 1.</summary>
    internal int Add(HistoryEventType type, int previous, long ticks, string? name, Json? payload, JsonMap? details)
    {
        if (!isKept)
            return ++Recorded;

        if (Recorded % BlockSize == 0)
            _blocks.Add(new Entry[BlockSize]);

        ref var entry = ref _blocks[^1][Recorded % BlockSize];
        (entry.Type, entry.Previous, entry.Ticks, entry.Name, entry.Payload, entry.Details) = (type, previous, ticks, name, payload, details);
        return ++Recorded;
    }

    private struct Entry
    {
        public HistoryEventType Type;
        public int Previous;
        public long Ticks;
        public string? Name;
        public Json? Payload;
        public JsonMap? Details;
    }
}
