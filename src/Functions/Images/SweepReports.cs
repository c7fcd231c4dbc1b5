using System.Globalization;
using Microsoft.Extensions.Logging;
using Slipway.Domain.Images;
using Slipway.Domain.Metrics;
using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;
using Slipway.Domain.Systems;
using Slipway.Functions.Notices;

namespace Slipway.Functions.Images;

/// <summary>Says what a sweep found: to people of each push, and to CloudWatch how many there were, zero included, so that a sweep that no longer runs is seen.</summary>
public sealed class SweepReports(Notifying notifications, IMetrics metrics, Settings settings, TimeProvider clock, ILogger logger)
{
    public const string Namespace = "Slipway";

    /// <summary>Before the pushes are taken, after which nobody could tell that they were lost: a sweep that dies in between tells again.</summary>
    public async Task TellAsync(IReadOnlyList<SystemManifest> catalog, IReadOnlyList<(Push Push, Route Route)> lost, CancellationToken cancellationToken)
    {
        foreach (var (push, route) in lost)
        {
            foreach (var system in route.Of(catalog))
            {
                var text = string.Create(CultureInfo.InvariantCulture, $"The registry told nobody of the push at {push.PushedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC; the sweep found the image and takes it now: {route.Reason}.");
                await notifications.SendAsync(system.Notifications.Notice($"{push.Id}-{system.Name}", AlarmSeverity.Warning, $"{system.DisplayName}: the event of {push.Image.Repository}:{push.Tag} was lost", text), cancellationToken);
            }
        }
    }

    public async Task CountAsync(SweepRound round, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await metrics.WriteAsync(new(settings.Region), [Sample("LostPushes", round.Lost, now), Sample("UnopenedPromotions", round.Unopened, now), Sample("StalledReleases", round.Stalled, now), Sample("UntoldNotices", round.Untold, now)], cancellationToken);
        logger.Swept(round.Lost, round.Unopened, round.Stalled, round.Untold);
    }

    private static MetricSample Sample(string name, int count, DateTimeOffset now) => new(new(Namespace, name, []), now, count) { Unit = "Count" };
}
