using Slipway.Domain;
using Slipway.Domain.Scaling;
using Slipway.Domain.Systems;
using Slipway.Local.Account.Monitoring;

namespace Slipway.Local.Account;

/// <summary>The queues of the account: messages arrive at a rate or in bursts, and the ready replicas of the consumer serve them.</summary>
public sealed class Queues : IQueueDepths
{
    private readonly VirtualClock _clock;
    private readonly Dictionary<(SystemName System, EnvironmentName Environment, string Queue), FlowingQueue> _queues = [];
    private DateTimeOffset _reckoned;

    internal Queues(VirtualClock clock, IReadOnlyList<Site> sites)
    {
        (_clock, _reckoned) = (clock, clock.GetUtcNow());
        foreach (var site in sites)
        {
            foreach (var queue in site.Environment.Queues)
            {
                _queues[(site.System.Name, site.Environment.Name, queue.Name)] = new(queue.Consumer is { } consumer ? () => site.Serving(site.Environment.Service(consumer)).Count : () => 0);
            }
        }
    }

    /// <summary>Lets messages arrive steadily from now on, per minute.</summary>
    public void SetArrivals(SystemName system, EnvironmentName environment, string queue, double perMinute) =>
        Change(system, environment, queue, flowing => flowing.ArrivalsPerMinute = perMinute);

    /// <summary>How many messages a replica serves in a minute; sixty unless it is said otherwise.</summary>
    public void SetService(SystemName system, EnvironmentName environment, string queue, double perReplicaAndMinute) =>
        Change(system, environment, queue, flowing => flowing.ServedPerMinute = perReplicaAndMinute);

    /// <summary>Puts messages in at once.</summary>
    public void Burst(SystemName system, EnvironmentName environment, string queue, int messages) =>
        Change(system, environment, queue, flowing => (flowing.Depth, flowing.Arrived) = (flowing.Depth + messages, flowing.Arrived + messages));

    /// <summary>Puts messages in at a time.</summary>
    public void Burst(SystemName system, EnvironmentName environment, string queue, int messages, DateTimeOffset at)
    {
        Find(system, environment, queue);
        _clock.ScheduleAt(at, () => Burst(system, environment, queue, messages));
    }

    /// <summary>Makes a queue's depth unreadable, or readable again.</summary>
    public void SetReadable(SystemName system, EnvironmentName environment, string queue, bool readable) =>
        Change(system, environment, queue, flowing => flowing.IsReadable = readable);

    /// <summary>Lets every reading fail for good, as where a password is wrong.</summary>
    public void Refuse(SystemName system, EnvironmentName environment, string queue, string sentence) =>
        Change(system, environment, queue, flowing => flowing.Refusal = sentence);

    public Task<QueueReading> ReadAsync(SystemName system, EnvironmentManifest environment, WorkQueue queue, CancellationToken cancellationToken) => Task.FromResult(
        Find(system, environment.Name, queue.Name).Refusal is { } refusal ? throw new RejectedException(refusal)
        : DepthOf(system, environment.Name, queue.Name) is { } depth
        ? new QueueReading(depth with { Arrived = queue.Kind == QueueKind.BullMq ? depth.Arrived : null, OldestAge = !queue.WantsAge ? null : depth.Visible == 0 ? TimeSpan.Zero : AgeOf(system, environment.Name, queue.Name) })
        : new(null, $"The queue {queue.Name} of {system} in {environment.Name} does not answer."));

    /// <summary>The depth now; null when it cannot be read.</summary>
    internal QueueDepth? DepthOf(SystemName system, EnvironmentName environment, string queue)
    {
        var flowing = Find(system, environment, queue);
        Reckon();
        var waiting = (int)Math.Ceiling(flowing.Depth - 1e-9);
        var inFlight = Math.Min(waiting, flowing.Servers);
        return flowing.IsReadable ? new(waiting - inFlight, inFlight) { Arrived = (long)Math.Floor(flowing.Arrived + 1e-9) } : null;
    }

    /// <summary>How long the oldest message has waited, as far as depth and service tell; a queue that nobody serves grows old with the hour.</summary>
    internal TimeSpan AgeOf(SystemName system, EnvironmentName environment, string queue)
    {
        Reckon();
        var flowing = Find(system, environment, queue);
        var served = flowing.Servers * flowing.ServedPerMinute;
        return flowing.Depth <= 0 ? TimeSpan.Zero : served > 0 ? TimeSpan.FromMinutes(flowing.Depth / served) : TimeSpan.FromHours(1);
    }

    /// <summary>Brings every queue up to now with the replicas that served until now.</summary>
    internal void Reckon()
    {
        var now = _clock.GetUtcNow();
        var minutes = (now - _reckoned).TotalMinutes;
        _reckoned = now;
        if (minutes > 0)
        {
            foreach (var queue in _queues.Values)
            {
                queue.Arrived += minutes * queue.ArrivalsPerMinute;
                queue.Depth = Math.Max(0, queue.Depth + (minutes * (queue.ArrivalsPerMinute - (queue.Servers * queue.ServedPerMinute))));
            }
        }
    }

    private void Change(SystemName system, EnvironmentName environment, string queue, Action<FlowingQueue> change)
    {
        var flowing = Find(system, environment, queue);
        Reckon();
        change(flowing);
    }

    private FlowingQueue Find(SystemName system, EnvironmentName environment, string queue) =>
        _queues.GetValueOrDefault((system, environment, queue))
        ?? throw new RejectedException($"{system} has no queue '{queue}' in {environment}; it has {Existing(system, environment)}.");

    private string Existing(SystemName system, EnvironmentName environment)
    {
        var names = _queues.Keys.Where(key => key.System == system && key.Environment == environment).Select(key => key.Queue).ToList();
        return names.Count == 0 ? "none" : string.Join(", ", names);
    }

    private sealed class FlowingQueue(Func<int> servers)
    {
        public double Depth { get; set; }

        public double Arrived { get; set; }

        public double ArrivalsPerMinute { get; set; }

        public double ServedPerMinute { get; set; } = 60;

        public bool IsReadable { get; set; } = true;

        public string? Refusal { get; set; }

        public int Servers => servers();
    }
}
