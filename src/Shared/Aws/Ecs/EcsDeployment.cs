using Amazon.ECS;
using Amazon.ECS.Model;
using Slipway.Domain.Rollouts.Pauses;

namespace Slipway.Aws.Ecs;

/// <summary>
/// A deployment of a service. By a strategy of the service's own, blue/green, linear or canary, ECS shifts the requests itself, keeps the old
/// side for the bake time, and goes back when it is stopped. Any may wait at a pause hook.
/// </summary>
internal sealed record EcsDeployment(ServiceDeployment Deployment)
{
    private static readonly ServiceDeploymentStatus[] OnTheWay = [ServiceDeploymentStatus.PENDING, ServiceDeploymentStatus.IN_PROGRESS];
    private static readonly ServiceDeploymentStatus[] Back =
        [ServiceDeploymentStatus.STOP_REQUESTED, ServiceDeploymentStatus.ROLLBACK_REQUESTED, ServiceDeploymentStatus.ROLLBACK_IN_PROGRESS, ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL];

    private static readonly ServiceDeploymentLifecycleStage[] Shifted = [ServiceDeploymentLifecycleStage.BAKE_TIME, ServiceDeploymentLifecycleStage.CLEAN_UP];

    private static readonly ServiceDeploymentStatus[] Ended = [ServiceDeploymentStatus.SUCCESSFUL, ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL];

    /// <summary>Whether it can still be turned back.</summary>
    public bool IsOnTheWay => OnTheWay.Contains(Deployment.Status);

    /// <summary>Whether it goes back by itself; one that stopped on the way does not.</summary>
    public bool IsGoingBack => Back.Contains(Deployment.Status);

    /// <summary>
    /// Whether all requests go where they are to go; the side that is kept takes none. At POST_PRODUCTION_TRAFFIC_SHIFT they do as well, but only
    /// a pause that is seen there tells that nothing else comes: on the way back none may be left behind.
    /// </summary>
    public bool HasShifted => Ended.Contains(Deployment.Status) || (IsOnTheWay && (Shifted.Contains(Deployment.LifecycleStage) || Pause?.Place == PausePlace.AfterRequests));

    /// <summary>The pause hook at which it waits for somebody, of several at a stage always the same; null where it does not. What goes back by itself takes no word.</summary>
    public RolloutPause? Pause => IsOnTheWay && Deployment.LifecycleHookDetails?.Where(hook => hook.TargetType == DeploymentLifecycleHookTargetType.PAUSE && hook.Status == DeploymentLifecycleHookStatus.AWAITING_ACTION).MinBy(hook => hook.HookId, StringComparer.Ordinal) is { } hook
        ? new(hook.HookId, Deployment.LifecycleStage?.Value ?? "", Place, hook.ExpiresAt?.ToUniversalTime(), hook.TimeoutAction == DeploymentLifecycleHookAction.CONTINUE)
        : null;

    /// <summary>Whether it goes back because nobody answered a pause hook in time.</summary>
    public bool HasTimedOut => IsGoingBack && Deployment.LifecycleHookDetails?.Any(hook => hook.TargetType == DeploymentLifecycleHookTargetType.PAUSE && hook.Status == DeploymentLifecycleHookStatus.TIMED_OUT) == true;

    /// <summary>A linear or canary deployment comes to PRE_PRODUCTION_TRAFFIC_SHIFT before each step.</summary>
    private PausePlace Place => Deployment.LifecycleStage?.Value switch
    {
        "RECONCILE_SERVICE" or "PRE_SCALE_UP" => PausePlace.BeforeReplicas,
        "POST_SCALE_UP" => PausePlace.BeforeTests,
        "POST_PRODUCTION_TRAFFIC_SHIFT" => PausePlace.AfterRequests,
        _ => Deployment.TargetServiceRevision?.RequestedProductionTrafficWeight > 0 ? PausePlace.Shifting : PausePlace.BeforeRequests,
    };

    public string Reason => Deployment.Rollback?.Reason ?? Deployment.StatusReason ?? "ECS goes back by itself.";
}
