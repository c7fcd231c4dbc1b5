namespace Slipway.Local;

/// <summary>
/// The time of the embedded account: an agenda of actions, run one after another on the caller's thread, so that the same
/// seed gives the same run and twenty minutes pass as fast as the machine can think.
/// Actions that are due at the same instant run in the order in which they were scheduled.
/// </summary>
public sealed class VirtualClock(DateTimeOffset start) : TimeProvider
{
    private readonly PriorityQueue<Appointment, (long Due, long Order)> _agenda = new();
    private DateTimeOffset _now = start.ToUniversalTime();
    private long _scheduled;

    /// <summary>When the next action is due; null when nothing is left to do.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            while (_agenda.TryPeek(out var next, out var key))
            {
                if (next.Action is not null)
                {
                    return new DateTimeOffset(key.Due, TimeSpan.Zero);
                }

                _agenda.Dequeue();
            }

            return null;
        }
    }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.Ticks;

    /// <summary>Runs the action after the delay; a delay of zero or less runs it next, after what is already due. Dispose to call it off.</summary>
    public IDisposable Schedule(TimeSpan delay, Action action) => ScheduleAt(_now + (delay > TimeSpan.Zero ? delay : TimeSpan.Zero), action);

    /// <summary>Runs the action at an instant; an instant in the past counts as now. Dispose to call it off.</summary>
    public IDisposable ScheduleAt(DateTimeOffset due, Action action)
    {
        var appointment = new Appointment(action);
        _agenda.Enqueue(appointment, (Math.Max(due.UtcTicks, _now.Ticks), _scheduled++));
        return appointment;
    }

    /// <summary>Moves to the next action and runs it; false when the agenda is empty.</summary>
    public bool RunNext()
    {
        if (NextDue is not { } due)
        {
            return false;
        }

        _now = due;
        _agenda.Dequeue().Run();
        return true;
    }

    /// <summary>Runs everything that is due up to and including the instant, and stands there afterwards.</summary>
    public void RunUntil(DateTimeOffset instant)
    {
        while (NextDue is { } due && due <= instant)
        {
            RunNext();
        }

        _now = instant > _now ? instant.ToUniversalTime() : _now;
    }

    /// <summary>Runs until the condition holds; false when the agenda ran empty or the limit was reached before.</summary>
    public bool RunUntil(Func<bool> condition, DateTimeOffset limit)
    {
        while (!condition())
        {
            if (NextDue is not { } due || due > limit)
            {
                return false;
            }

            RunNext();
        }

        return true;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Timer(this, callback, state, dueTime, period);

    private sealed class Appointment(Action action) : IDisposable
    {
        public Action? Action { get; private set; } = action;

        public void Run()
        {
            var action = Action;
            Action = null;
            action?.Invoke();
        }

        public void Dispose() => Action = null;
    }

    private sealed class Timer : ITimer
    {
        private readonly VirtualClock _clock;
        private readonly TimerCallback _callback;
        private readonly object? _state;
        private TimeSpan _period;
        private IDisposable? _next;

        public Timer(VirtualClock clock, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            (_clock, _callback, _state) = (clock, callback, state);
            Change(dueTime, period);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _next?.Dispose();
            _period = period;
            _next = dueTime == Timeout.InfiniteTimeSpan ? null : _clock.Schedule(dueTime, Fire);
            return true;
        }

        public void Dispose() => _next?.Dispose();

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Fire()
        {
            _next = _period > TimeSpan.Zero ? _clock.Schedule(_period, Fire) : null;
            _callback(_state);
        }
    }
}
