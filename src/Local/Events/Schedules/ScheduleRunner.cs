using System.Text.Json.Nodes;
using Slipway.Local.Templates;

namespace Slipway.Local.Events;

/// <summary>
/// Keeps one schedule on the clock: fires, then makes the next appointment, whether or not the rule is enabled at the time.
/// </summary>
internal sealed class ScheduleRunner(EventRule rule, EventSchedule schedule, EventBus bus, Surroundings surroundings)
{
    private IDisposable? _appointment;

    public EventRule Rule => rule;

    /// <summary>When it is due next; null before it started and after its end.</summary>
    public DateTimeOffset? Due { get; private set; }

    public void Start()
    {
        var from = schedule.Start is { } start && start > surroundings.Now ? start : surroundings.Now;
        // A rate of EventBridge Scheduler fires as it begins; the rate of a rule, one period later.
        var first = schedule is { IsScheduler: true, Expression: Schedules.RateSchedule }
            ? from
            : schedule.Expression.Next(from, schedule.TimeZone);
        Appoint(first);
    }

    public void Stop()
    {
        _appointment?.Dispose();
        Due = null;
    }

    private void Appoint(DateTimeOffset? due)
    {
        Due = due > schedule.End ? null : due;
        if (Due is { } instant)
        {
            _appointment = surroundings.Clock.ScheduleAt(instant, () => Arrive(instant));
        }
    }

    private void Arrive(DateTimeOffset due)
    {
        Appoint(schedule.Expression.Next(due, schedule.TimeZone));
        if (!bus.IsEnabled(rule))
        {
            return;
        }

        if (schedule.FlexibleWindow > TimeSpan.Zero)
        {
            surroundings.Clock.Schedule(schedule.FlexibleWindow * surroundings.Chance.NextDouble(), () => bus.Fire(rule, Envelope(due)));
        }
        else
        {
            bus.Fire(rule, Envelope(due));
        }
    }

    private EventEnvelope Envelope(DateTimeOffset due) => EventEnvelope.Complete(
        new JsonObject
        {
            ["detail-type"] = "Scheduled Event",
            ["source"] = schedule.IsScheduler ? "aws.scheduler" : "aws.events",
            ["time"] = EventEnvelope.Time(due),
            ["resources"] = new JsonArray(rule.Arn),
            ["detail"] = schedule.IsScheduler ? "{}" : new JsonObject(),
        },
        surroundings);
}
