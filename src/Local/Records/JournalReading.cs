using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Slipway.Domain;
using Slipway.Domain.Images;
using Slipway.Domain.Interventions;
using Slipway.Domain.Notifications;
using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Scaling;

namespace Slipway.Local.Records;

/// <summary>Something that came from outside, and when.</summary>
public sealed record RecordedInput(DateTimeOffset At, AccountInput Input);

/// <summary>What a journal holds: the latest state of every record, in the order in which the records first appeared.</summary>
public sealed class JournalReading
{
    private readonly Dictionary<(string Kind, string Key), int> _places = [];
    private readonly string _path;

    private JournalReading(string path) => _path = path;

    /// <summary>Null when the file begins without a header.</summary>
    public AccountHeader? Header { get; private set; }

    /// <summary>One sentence when the last line was cut off; null when the file is whole.</summary>
    public string? Truncated { get; private init; }

    /// <summary>The time of the last line; null when the file is empty.</summary>
    public DateTimeOffset? End { get; private set; }

    public List<RecordedInput> Inputs { get; } = [];

    public List<Release> Releases { get; } = [];

    public List<Lease> Leases { get; } = [];

    public List<PushRecord> Pushes { get; } = [];

    public List<Incident> Incidents { get; } = [];

    public List<ScalingState> ScalingStates { get; } = [];

    public List<LastKnownGood> LastKnownGoods { get; } = [];

    public List<TemplateEntry> Templates { get; } = [];

    public List<Intervention> Interventions { get; } = [];

    /// <summary>Those that were put, and those that were lifted since, without what they said.</summary>
    public List<RestraintEntry> Restraints { get; } = [];

    public List<SweepMark> Sweeps { get; } = [];

    public List<Notice> Notices { get; } = [];

    /// <summary>What became of the notices.</summary>
    public List<OutboxEntry> Deliveries { get; } = [];

    public List<ReportEntry> Reports { get; } = [];

    /// <summary>Every line, for those who want the course of things.</summary>
    public IReadOnlyList<JournalLine> Lines { get; private init; } = [];

    public static JournalReading Read(string path)
    {
        var (lines, truncated) = JournalLines.Read(path);
        var reading = new JournalReading(path) { Lines = lines, Truncated = truncated, End = lines.Count == 0 ? null : lines[^1].At };
        foreach (var line in lines)
        {
            reading.Take(line);
        }

        return reading;
    }

    private void Take(JournalLine line)
    {
        switch (line.Kind)
        {
            case "account": Header = Parse(line, RecordsJson.Default.AccountHeader); break;
            case "input": Inputs.Add(new(line.At, Parse(line, RecordsJson.Default.AccountInput))); break;
            case Kinds.Release: Keep(Releases, line, DomainJson.Default.Release, release => release.Id.Value); break;
            case Kinds.Lease: Keep(Leases, line, RecordsJson.Default.Lease, lease => lease.Key.ToString()); break;
            case Kinds.Push: Keep(Pushes, line, DomainJson.Default.PushRecord, push => push.Id); break;
            case Kinds.Incident: Keep(Incidents, line, DomainJson.Default.Incident, incident => incident.Id); break;
            case Kinds.Scaling: Keep(ScalingStates, line, DomainJson.Default.ScalingState, Kinds.KeyOf); break;
            case Kinds.Good: Keep(LastKnownGoods, line, DomainJson.Default.LastKnownGood, Kinds.KeyOf); break;
            case Kinds.Template: Keep(Templates, line, RecordsJson.Default.TemplateEntry, entry => Kinds.KeyOf(entry.Workload, entry.Template.Fingerprint)); break;
            case Kinds.Intervention: Keep(Interventions, line, DomainJson.Default.Intervention, intervention => intervention.Id); break;
            case Kinds.Restraint: Keep(Restraints, line, RecordsJson.Default.RestraintEntry, Kinds.KeyOf); break;
            case Kinds.Sweep: Keep(Sweeps, line, DomainJson.Default.SweepMark, Kinds.KeyOf); break;
            case "notice": Keep(Notices, line, DomainJson.Default.Notice, notice => notice.Id); break;
            case Kinds.Delivery: Keep(Deliveries, line, DomainJson.Default.OutboxEntry, entry => entry.Notice.Id); break;
            case "report": Keep(Reports, line, RecordsJson.Default.ReportEntry, report => report.Name); break;
        }
    }

    private void Keep<T>(List<T> records, JournalLine line, JsonTypeInfo<T> type, Func<T, string> keyOf)
    {
        var record = Parse(line, type);
        var key = (line.Kind, keyOf(record));
        if (_places.TryGetValue(key, out var place))
        {
            records[place] = record;
        }
        else
        {
            _places[key] = records.Count;
            records.Add(record);
        }
    }

    private T Parse<T>(JournalLine line, JsonTypeInfo<T> type)
    {
        try
        {
            return line.Record.Deserialize(type) ?? throw new JsonException("the record is null");
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or FormatException)
        {
            throw new JournalException($"{_path}:{line.Number}: this is no record of the kind '{line.Kind}': {exception.Message}", exception);
        }
    }
}
