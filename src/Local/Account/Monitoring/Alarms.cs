using Slipway.Domain.Remediation;
using Slipway.Domain.Systems;

namespace Slipway.Local.Account.Monitoring;

/// <summary>CloudWatch's alarms: every alarm of every environment, evaluated at the end of each of its periods.</summary>
public sealed class Alarms : IAlarms
{
    private readonly Dictionary<string, AlarmWatch> _byName = new(StringComparer.Ordinal);
    private readonly List<AlarmWatch> _watches = [];
    private readonly Metrics _metrics;
    private readonly AccountEvents _events;
    private readonly Chance _chance;

    internal Alarms(IReadOnlyList<Site> sites, Metrics metrics, AccountEvents events, Chance chance, DateTimeOffset start)
    {
        (_metrics, _events, _chance) = (metrics, events, chance);
        foreach (var watch in sites.SelectMany(site => site.Environment.Alarms.Select(alarm => new AlarmWatch(site, alarm, start))))
        {
            _watches.Add(watch);
            _byName[watch.Name] = watch;
        }
    }

    /// <summary>Every alarm as it stands, in the manifests' order.</summary>
    public IReadOnlyList<AlarmReading> All => [.. _watches.Select(Reading)];

    public Task<IReadOnlyList<AlarmReading>> ReadAsync(Location location, IReadOnlyList<string> names, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<AlarmReading>>([.. names.Where(_byName.ContainsKey).Select(name => Reading(_byName[name]))]);

    /// <summary>Evaluates the alarms whose period ends now.</summary>
    internal void Evaluate(DateTimeOffset now)
    {
        foreach (var watch in _watches.Where(watch => now.UtcTicks % watch.Alarm.Period.Ticks == 0))
        {
            Evaluate(watch, now);
        }
    }

    private void Evaluate(AlarmWatch watch, DateTimeOffset now)
    {
        var verdict = AlarmVerdict.Decide(watch.Alarm, watch.Standing.State, Datapoints(watch, now));
        if (verdict.State == watch.Standing.State)
        {
            return;
        }

        var before = watch.Standing;
        watch.Standing = new(verdict.State, now, verdict.Reason, AlarmEvent.Figures(watch.Alarm, now, verdict));
        var region = watch.Site.System.Region;
        var arn = $"arn:aws:cloudwatch:{region}:{_events.AccountId}:alarm:{watch.Name}";
        _events.Send("aws.cloudwatch", "CloudWatch Alarm State Change", region, [arn], detail =>
            AlarmEvent.Write(detail, watch, _chance.Uuid($"metric/{watch.Name}"), before, watch.Standing));
    }

    private List<Datapoint> Datapoints(AlarmWatch watch, DateTimeOffset now)
    {
        var alarm = watch.Alarm;
        var begins = Enumerable.Range(1, AlarmVerdict.Periods(alarm)).Select(back => now - (alarm.Period * back)).Reverse();
        return [.. begins.Select(begin => new Datapoint(begin, Sample.Statistic(alarm.Statistic, _metrics.Between(watch.Site, alarm, begin, begin + alarm.Period))))];
    }

    private static AlarmReading Reading(AlarmWatch watch) => new(watch.Name, watch.Standing.State, watch.Standing.Since, watch.Standing.Reason);
}
