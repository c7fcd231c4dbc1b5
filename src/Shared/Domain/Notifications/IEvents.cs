using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Notifications;

/// <summary>That a release has ended, for programs: pipelines, dashboards, other teams' rules.</summary>
public sealed record ReleaseEvent(ReleaseId Release, SystemName System, EnvironmentName Environment, IReadOnlyList<ServiceName> Services, Image Image, string Tag, ReleaseStatus Status, string Reason)
{
    /// <summary>The other images of the release, where it has several; null otherwise.</summary>
    public IReadOnlyList<Image>? Others { get; init; }

    /// <summary>The source by which rules find Slipway's events.</summary>
    public const string Source = "slipway";

    public const string DetailType = "Slipway Release Ended";

    public static ReleaseEvent Of(Release release) =>
        new(release.Id, release.System, release.Environment, [.. release.Services.Select(change => change.Service)], release.Image, release.Push.Tag, release.Status, release.Reason)
        {
            Others = release.Push.Others is null ? null : [.. release.Images.Skip(1)],
        };
}

/// <summary>Tells other programs what Slipway did: EventBridge.</summary>
public interface IEvents
{
    /// <summary>Puts the event on the bus; repeated calls put it there again, as EventBridge itself may.</summary>
    Task PublishAsync(ReleaseEvent ended, CancellationToken cancellationToken);
}
