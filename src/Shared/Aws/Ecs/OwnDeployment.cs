using Amazon.ECS;
using Amazon.ECS.Model;

namespace Slipway.Aws.Ecs;

/// <summary>A deployment that ECS conducts by itself, blue/green, linear or canary, as the service's own strategy says: it shifts the requests, keeps the old side for the bake time, and goes back when it is stopped.</summary>
internal sealed record OwnDeployment(ServiceDeployment Deployment)
{
    private static readonly ServiceDeploymentStatus[] OnTheWay = [ServiceDeploymentStatus.PENDING, ServiceDeploymentStatus.IN_PROGRESS];
    private static readonly ServiceDeploymentStatus[] Back =
        [ServiceDeploymentStatus.STOP_REQUESTED, ServiceDeploymentStatus.ROLLBACK_REQUESTED, ServiceDeploymentStatus.ROLLBACK_IN_PROGRESS, ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL];

    private static readonly ServiceDeploymentStatus[] Ended = [ServiceDeploymentStatus.SUCCESSFUL, ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL];

    /// <summary>Whether it can still be turned back.</summary>
    public bool IsOnTheWay => OnTheWay.Contains(Deployment.Status);

    /// <summary>Whether it goes back by itself; one that stopped on the way does not.</summary>
    public bool IsGoingBack => Back.Contains(Deployment.Status);

    /// <summary>Whether all requests go where they are to go; the side that is kept takes none.</summary>
    public bool HasShifted => Ended.Contains(Deployment.Status)
        || (IsOnTheWay && (Deployment.LifecycleStage == ServiceDeploymentLifecycleStage.BAKE_TIME || Deployment.LifecycleStage == ServiceDeploymentLifecycleStage.CLEAN_UP));

    public string Reason => Deployment.Rollback?.Reason ?? Deployment.StatusReason ?? "ECS goes back by itself.";
}
