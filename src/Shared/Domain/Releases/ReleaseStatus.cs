using System.Text.Json.Serialization;

namespace Slipway.Domain.Releases;

/// <summary>Where a release stands. See <see cref="Release"/> for the moves between them.</summary>
[JsonConverter(typeof(CamelCase<ReleaseStatus>))]
public enum ReleaseStatus
{
    /// <summary>Opened; waits for its gates.</summary>
    Waiting,

    /// <summary>Its gates let it through; waits for the lease.</summary>
    Gated,

    /// <summary>Holds the lease; the snapshots that its policy asks for are being made.</summary>
    Snapshotting,

    /// <summary>The migration job runs.</summary>
    Migrating,

    /// <summary>Workloads are being changed to the new image.</summary>
    Rolling,

    /// <summary>Everything runs the new image; smoke requests and alarms decide.</summary>
    Verifying,

    /// <summary>Something failed after the first change: the previous images are coming back.</summary>
    RollingBack,

    /// <summary>Good: the new last known good.</summary>
    Verified,

    /// <summary>A newer push took its place before it changed anything.</summary>
    Superseded,

    /// <summary>A gate refused it before it changed anything.</summary>
    Rejected,

    /// <summary>The previous images serve again.</summary>
    RolledBack,

    /// <summary>It failed after a migration that cannot be undone: the code stays, nothing else begins there, and a person must look.</summary>
    Frozen,

    /// <summary>It failed before a workload changed, or the way back failed too: the reason says which.</summary>
    Failed,
}

/// <summary>What follows from a status, in one place.</summary>
public static class ReleaseStatuses
{
    public static bool IsFinal(this ReleaseStatus status) => status >= ReleaseStatus.Verified;

    /// <summary>True while a newer push may still take its place: nothing has been changed for it.</summary>
    public static bool CanBeSuperseded(this ReleaseStatus status) => status is ReleaseStatus.Waiting or ReleaseStatus.Gated;

    /// <summary>True while it holds the lease and may have changed something.</summary>
    public static bool IsRunning(this ReleaseStatus status) => status is > ReleaseStatus.Gated and < ReleaseStatus.Verified;
}
