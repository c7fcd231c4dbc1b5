namespace Slipway.Local.Events.Schedules;

/// <summary>
/// The two hours of the year when the wall clock lies: a time that is skipped has no instant, one that comes twice counts the first time.
/// </summary>
internal static class WallClock
{
    public static DateTimeOffset? InstantOf(DateTime local, TimeZoneInfo zone)
    {
        if (zone.IsInvalidTime(local))
        {
            return null;
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
