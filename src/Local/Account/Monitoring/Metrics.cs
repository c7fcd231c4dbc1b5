using Slipway.Domain;
using Slipway.Domain.Metrics;
using Slipway.Domain.Remediation;
using Slipway.Domain.Systems;
using Slipway.Local.Account.Storage;

namespace Slipway.Local.Account.Monitoring;

/// <summary>CloudWatch's metrics: each minute every metric that an alarm or a verification names is published, unless a scenario has its own mind. What is written to it is kept.</summary>
public sealed class Metrics : IMetrics
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly List<Series> _series = [];
    private readonly KeptSamples _written = new();

    private readonly DatabaseFigures _figures;
    private readonly ComparedRequests _compared;
    private readonly CheckedMetrics _checked;

    internal Metrics(IReadOnlyList<Site> sites, MetricReadings readings, ComparedRequests compared, DatabaseFigures figures)
    {
        (_figures, _compared) = (figures, compared);
        foreach (var site in sites)
        {
            _series.AddRange(site.Environment.Alarms.GroupBy(alarm => (alarm.Watch, alarm.Metric))
                .Select(alarms => new Series(site, alarms.First(), alarms.Max(alarm => AlarmVerdict.Periods(alarm) * alarm.Period), readings)));
        }

        _checked = new(sites, readings, (site, metric) => _series.Any(series => series.Site == site && series.Is(metric)));
    }

    /// <summary>
    /// Holds the metric that an alarm names at a value from now on, until a remediation has acted: until the workload it watches
    /// was scaled, restarted or changed and has settled; any workload of the environment when it watches none.
    /// </summary>
    public void Force(SystemName system, EnvironmentName environment, string alarm, double value) => Find(system, environment, alarm).Force(value);

    /// <summary>Ends what <see cref="Force"/> began.</summary>
    public void Free(SystemName system, EnvironmentName environment, string alarm) => Find(system, environment, alarm).Free();

    /// <summary>Keeps the metric that an alarm names from being published, or lets it again.</summary>
    public void Silence(SystemName system, EnvironmentName environment, string alarm, bool silent) => Find(system, environment, alarm).IsSilent = silent;

    /// <summary>The same of a metric that a verification names.</summary>
    public void Silence(Metric metric, bool silent) => _checked.Silence(metric, silent);

    public Task<IReadOnlyList<IReadOnlyList<MetricPoint>>> ReadAsync(Location location, IReadOnlyList<MetricQuery> queries, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<IReadOnlyList<MetricPoint>>>([.. queries.Select(query => Points(query, [.. Samples(location, query.Metric, from, to)]))]);

    public Task WriteAsync(Location location, IReadOnlyList<MetricSample> samples, CancellationToken cancellationToken)
    {
        foreach (var sample in samples)
        {
            _written.Add(location, sample.Metric, Sample.One(sample.At, sample.Value));
        }

        return Task.CompletedTask;
    }

    /// <summary>Publishes the minute that ends now.</summary>
    internal void Publish(DateTimeOffset now)
    {
        foreach (var series in _series)
        {
            series.Publish(now - Minute);
        }

        _compared.Publish(now - Minute);
        _checked.Publish(now - Minute);
    }

    /// <summary>The samples of an alarm's metric from a time up to another, the latter excluded.</summary>
    internal IReadOnlyList<Sample> Between(Site site, Alarm alarm, DateTimeOffset from, DateTimeOffset to) =>
        _series.First(series => series.Site == site && series.Alarm.Watch == alarm.Watch && series.Alarm.Metric == alarm.Metric).Between(from, to);

    /// <summary>What alarms watch is kept for as long as the longest of them looks back.</summary>
    private List<Sample> Samples(Location location, Metric metric, DateTimeOffset from, DateTimeOffset to)
    {
        var published = _figures.IsForced(metric) ? [] : Published(location, metric, from, to).ToList();
        return published.Count == 0 && _figures.Read(metric) is { } value ? [Sample.One(to - Minute, value)] : published;
    }

    private IEnumerable<Sample> Published(Location location, Metric metric, DateTimeOffset from, DateTimeOffset to) =>
        _series.Where(series => series.Site.Environment.Location == location && series.Is(metric)).SelectMany(series => series.Between(from, to)).Concat(_written.Between(location, metric, from, to)).Concat(_compared.Between(location, metric, from, to)).Concat(_checked.Between(location, metric, from, to));

    /// <summary>Periods begin at whole multiples of their length.</summary>
    private static List<MetricPoint> Points(MetricQuery query, IReadOnlyList<Sample> samples) =>
    [
        .. samples.GroupBy(sample => sample.At.UtcTicks / query.Period.Ticks * query.Period.Ticks).OrderBy(period => period.Key)
            .Select(period => new MetricPoint(new(period.Key, TimeSpan.Zero), Sample.Statistic(query.Statistic, [.. period])!.Value)),
    ];

    private Series Find(SystemName system, EnvironmentName environment, string alarm)
    {
        var own = _series.Where(series => series.Site.System.Name == system && series.Site.Environment.Name == environment).ToList();
        var named = own.Select(series => series.Site.Environment.Alarms.FirstOrDefault(candidate => candidate.Name == alarm)).FirstOrDefault()
            ?? throw new RejectedException($"{system} has no alarm '{alarm}' in {environment}.");
        return own.First(series => series.Alarm.Watch == named.Watch && series.Alarm.Metric == named.Metric);
    }

    private sealed class Series(Site site, Alarm alarm, TimeSpan kept, MetricReadings readings)
    {
        private readonly List<Sample> _samples = [];
        private (double Value, int Changes)? _forced;

        public Site Site => site;

        public Alarm Alarm => alarm;

        public bool IsSilent { get; set; }

        public bool Is(Metric metric) => alarm.Namespace is { } space && new Metric(space, alarm.Metric, MetricReadings.Dimensions(site, alarm)).IsSame(metric);

        public void Force(double value) => _forced = (value, Changes);

        public void Free() => _forced = null;

        public void Publish(DateTimeOffset at)
        {
            if (_forced is { } forced && Changes != forced.Changes && IsSettled)
            {
                Free();
            }

            var sample = IsSilent ? null : _forced is { } held ? Sample.One(at, held.Value) : readings.Read(site, alarm, at);
            _samples.RemoveAll(past => past.At < at - kept);
            _samples.AddRange(sample is { } published ? [published] : []);
        }

        public IReadOnlyList<Sample> Between(DateTimeOffset from, DateTimeOffset to) => [.. _samples.Where(sample => sample.At >= from && sample.At < to)];

        private Service? Watched => MetricReadings.Watched(alarm.Watch) is ("services", var name) ? site.FindService(name) : null;

        private int Changes => Watched is { } service ? site.Workload(service.Name).Changes : site.Changes;

        private bool IsSettled => Watched is not { } service || site.Workload(service.Name).IsSettled;
    }
}
