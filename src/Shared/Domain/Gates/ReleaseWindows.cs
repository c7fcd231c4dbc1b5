using System.Globalization;
using System.Text.Json.Serialization;

namespace Slipway.Domain.Gates;

/// <summary>
/// The hours in which releases begin, on the clock of a time zone: where that jumps, an hour that does not exist opens nothing, and one
/// that comes twice opens twice. Open when one of <paramref name="Open"/> is, or none is written, and none of <paramref name="Closed"/>.
/// </summary>
/// <param name="TimeZone">The name in the IANA database, such as Europe/Berlin.</param>
public sealed record ReleaseWindows(string TimeZone, IReadOnlyList<string> Open, IReadOnlyList<string> Closed)
{
    private const int DaysAhead = 370;

    [JsonIgnore]
    private TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    public bool IsOpen(DateTimeOffset now) => IsOpen(LocalTime(now));

    /// <summary>The first moment after this one at which a release may begin; null when there is none within a year.</summary>
    public DateTimeOffset? NextOpening(DateTimeOffset now)
    {
        var windows = Open.Concat(Closed).Select(Window.Parse).ToList();
        var today = DateOnly.FromDateTime(LocalTime(now));
        for (var day = today.AddDays(-1); day <= today.AddDays(DaysAhead); day = day.AddDays(1))
        {
            var edges = windows.SelectMany(window => window.EdgesOn(day)).SelectMany(Moments).Where(moment => moment > now && IsOpen(moment));
            if (edges.Order().FirstOrDefault() is { Ticks: > 0 } opening)
            {
                return opening;
            }
        }

        return null;
    }

    /// <summary>The moment as people there read it.</summary>
    public string Local(DateTimeOffset moment) => string.Create(CultureInfo.InvariantCulture, $"{LocalTime(moment):ddd yyyy-MM-dd HH:mm} {TimeZone}");

    private bool IsOpen(DateTime local) => (Open.Count == 0 || Open.Any(window => Window.Parse(window).Holds(local))) && !Closed.Any(window => Window.Parse(window).Holds(local));

    private DateTime LocalTime(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Zone).DateTime;

    /// <summary>When the clock there shows this: twice where it is set back, and where it jumps over it the moment after the jump.</summary>
    private IEnumerable<DateTimeOffset> Moments(DateTime local)
    {
        var zone = Zone;
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        return zone.IsAmbiguousTime(local)
            ? zone.GetAmbiguousTimeOffsets(local).Select(offset => new DateTimeOffset(local, offset))
            : [new DateTimeOffset(local, zone.GetUtcOffset(local))];
    }
}
