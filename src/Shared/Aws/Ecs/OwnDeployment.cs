using Amazon.ECS;
using Amazon.ECS.Model;
using Slipway.Domain.Rollouts.Pauses;

namespace Slipway.Aws.Ecs;

/// <summary>
/// A deployment that ECS conducts by itself, blue/green, linear or canary, as the service's own strategy says: it shifts the requests, keeps the old side for the bake time, and goes back when it is stopped.
/// It waits at the service's pause hooks, as a rolling one does.
/// </summary>
internal sealed record OwnDeployment(ServiceDeployment Deployment)
{
    private static readonly ServiceDeploymentStatus[] OnTheWay = [ServiceDeploymentStatus.PENDING, ServiceDeploymentStatus.IN_PROGRESS];
    private static readonly ServiceDeploymentStatus[] Back =
        [ServiceDeploymentStatus.STOP_REQUESTED, ServiceDeploymentStatus.ROLLBACK_REQUESTED, ServiceDeploymentStatus.ROLLBACK_IN_PROGRESS, ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL];

    private static readonly ServiceDeploymentLifecycleStage[] Shifted =
        [ServiceDeploymentLifecycleStage.POST_PRODUCTION_TRAFFIC_SHIFT, ServiceDeploymentLifecycleStage.BAKE_TIME, ServiceDeploymentLifecycleStage.CLEAN_UP];

    private static readonly ServiceDeploymentStatus[] Ended = [ServiceDeploymentStatus.SUCCESSFUL, ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL];

    /// <summary>Whether it can still be turned back.</summary>
    public bool IsOnTheWay => OnTheWay.Contains(Deployment.Status);

    /// <summary>Whether it goes back by itself; one that stopped on the way does not.</summary>
    public bool IsGoingBack => Back.Contains(Deployment.Status);

    /// <summary>Whether all requests go where they are to go; the side that is kept takes none.</summary>
    public bool HasShifted => Ended.Contains(Deployment.Status) || (IsOnTheWay && Shifted.Contains(Deployment.LifecycleStage));

    /// <summary>The pause hook at which it waits for somebody; null where it does not. What goes back by itself takes no word.</summary>
    public RolloutPause? Pause => IsOnTheWay && Deployment.LifecycleHookDetails?.FirstOrDefault(hook => hook.TargetType == DeploymentLifecycleHookTargetType.PAUSE && hook.Status == DeploymentLifecycleHookStatus.AWAITING_ACTION) is { } hook
        ? new(hook.HookId, Deployment.LifecycleStage?.Value ?? "", Place, hook.ExpiresAt?.ToUniversalTime())
        : null;

    private PausePlace Place => Deployment.LifecycleStage?.Value switch
    {
        "RECONCILE_SERVICE" or "PRE_SCALE_UP" => PausePlace.BeforeReplicas,
        "SCALE_UP" or "POST_SCALE_UP" or "TEST_TRAFFIC_SHIFT" => PausePlace.BeforeTests,
        "PRODUCTION_TRAFFIC_SHIFT" => PausePlace.Shifting,
        "POST_PRODUCTION_TRAFFIC_SHIFT" or "BAKE_TIME" or "CLEAN_UP" => PausePlace.AfterRequests,
        _ => PausePlace.BeforeRequests,
    };

    public string Reason => Deployment.Rollback?.Reason ?? Deployment.StatusReason ?? "ECS goes back by itself.";
}
