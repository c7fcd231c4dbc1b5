using System.Text.Json.Serialization;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Restraints;

[JsonConverter(typeof(CamelCase<RestraintKind>))]
public enum RestraintKind
{
    /// <summary>A digest that is promoted nowhere.</summary>
    Quarantine,

    /// <summary>A service that keeps what it runs.</summary>
    Hold,

    /// <summary>A system or environment in which nothing is promoted, scaled or remediated.</summary>
    Freeze,

    /// <summary>A service whose replicas do not follow its work, in one direction or both.</summary>
    Pause,
}

/// <summary>A direction of scaling.</summary>
[JsonConverter(typeof(CamelCase<ScalingWay>))]
public enum ScalingWay
{
    In,
    Out,
}

/// <summary>What keeps Slipway from acting until somebody lifts it or it expires. Of a kind there is one for each scope.</summary>
/// <param name="Scope">A digest, <c>system/environment/service</c>, or what <see cref="FreezeScope"/> says, by its kind.</param>
/// <param name="By">The person, or the release that was rolled back.</param>
public sealed record Restraint(RestraintKind Kind, string Scope, string Reason, string By, DateTimeOffset At)
{
    /// <summary>When it ends by itself; null when somebody must lift it.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>True of the freeze of an environment that is in maintenance: what comes after it goes on without it. Null otherwise.</summary>
    public bool? IsMaintenance { get; init; }

    /// <summary>Of a pause the only direction that it stops; null for both.</summary>
    public ScalingWay? Only { get; init; }

    /// <summary>Whether it is a pause that stops scaling this way now.</summary>
    public bool Stops(ScalingWay way, DateTimeOffset now) => Kind == RestraintKind.Pause && IsInForce(now) && (Only is null || Only == way);

    public static Restraint Quarantine(Digest digest, string reason, string by, DateTimeOffset at) => new(RestraintKind.Quarantine, digest.Value, reason, by, at);

    /// <summary>Until a person lifts it: what stops an environment whose database and code no longer fit what was before.</summary>
    public static Restraint Freeze(Release release, string reason, DateTimeOffset at) =>
        new(RestraintKind.Freeze, FreezeScope.Of(release.System, release.Environment), reason, release.Id.Value, at);

    public static string HoldScope(SystemName system, EnvironmentName environment, ServiceName service) => new LeaseKey(system, environment, service).ToString();

    public bool IsInForce(DateTimeOffset now) => Expires is not { } end || now < end;
}

/// <summary>What a freeze is about: everything, one system, or one environment of it.</summary>
public static class FreezeScope
{
    public const string Everything = "all";

    public static string Of(SystemName? system, EnvironmentName? environment) => (system, environment) switch
    {
        (null, _) => Everything,
        ({ } one, null) => one.Value,
        ({ } one, { } within) => $"{one}/{within}",
    };

    public static bool Covers(string scope, SystemName system, EnvironmentName environment) =>
        scope == Everything || scope == Of(system, null) || scope == Of(system, environment);

    /// <summary>The freeze because of which an environment is in maintenance now, whatever else is frozen; null when it is not.</summary>
    public static Restraint? Maintenance(this IEnumerable<Restraint> freezes, SystemName system, EnvironmentName environment, DateTimeOffset now) =>
        freezes.FirstOrDefault(freeze => freeze is { IsMaintenance: true } && freeze.IsInForce(now) && freeze.Scope == Of(system, environment));

    /// <summary>The freeze that stops an environment now; of several the one that lasts longest.</summary>
    public static Restraint? Stopping(this IEnumerable<Restraint> freezes, SystemName system, EnvironmentName environment, DateTimeOffset now) => freezes
        .Where(freeze => freeze.IsInForce(now) && Covers(freeze.Scope, system, environment))
        .MaxBy(freeze => (freeze.Expires ?? DateTimeOffset.MaxValue, freeze.Scope));
}
