using Amazon.ECS;
using Amazon.ECS.Model;
using Slipway.Aws.Access;
using Slipway.Domain;
using Slipway.Domain.Rollouts;
using Task = System.Threading.Tasks.Task;

namespace Slipway.Aws.Ecs;

/// <summary>An ECS cluster, as far as Slipway asks it; what fails is said with the service's and the cluster's name.</summary>
internal sealed class EcsCluster(AmazonECSClient client, AmazonECSClient once, WorkloadAddress address)
{
    private const int LargestPage = 100;

    private string Place => $"the cluster {address.Cluster} in {address.Location.Region}";

    public static EcsCluster Open(AwsClients clients, WorkloadAddress address) => new(
        clients.For(address.Location, AwsServices.Ecs),
        clients.For(address.Location, AwsServices.Ecs, isRepeatable: false),
        address);

    /// <summary>The service with its tags. One that is deleted stays visible for a while as INACTIVE.</summary>
    public async Task<Service> ServiceAsync(CancellationToken cancellationToken) => await FindServiceAsync(cancellationToken)
        ?? throw new RejectedException($"There is no service {address.Name} in {Place}: it was deleted, or the manifest names it wrongly.");

    /// <summary>The service with its tags; null where there is none, or one that was deleted.</summary>
    public async Task<Service?> FindServiceAsync(CancellationToken cancellationToken)
    {
        var request = new DescribeServicesRequest { Cluster = address.Cluster, Services = [address.Name], Include = ["TAGS"] };
        var answer = await AskAsync($"The service {address.Name} cannot be read", () => client.DescribeServicesAsync(request, cancellationToken));
        return answer.Services?.FirstOrDefault(service => service.Status != "INACTIVE") is not { } service ? null
            : service.DeploymentController?.Type is { } controller && controller != DeploymentControllerType.ECS
                ? throw new RejectedException($"The service {address.Name} in {Place} is deployed by {controller}: Slipway changes services of the deployment controller ECS only.")
            : service;
    }

    /// <summary>The last deployment of a service that ECS deploys by a strategy of its own; null of any other.</summary>
    public async Task<EcsDeployment?> FindOwnDeploymentAsync(Service service, CancellationToken cancellationToken) =>
        EcsService.DeploysByItself(service) ? await FindDeploymentAsync(service, cancellationToken) : null;

    /// <summary>The last deployment of a service, whatever its strategy; null where ECS names none.</summary>
    public async Task<EcsDeployment?> FindDeploymentAsync(Service service, CancellationToken cancellationToken)
    {
        if (service.CurrentServiceDeployment is not { } current)
        {
            return null;
        }

        var answer = await AskAsync($"The deployment of {address.Name} cannot be read", () => client.DescribeServiceDeploymentsAsync(new() { ServiceDeploymentArns = [current] }, cancellationToken));
        return answer.ServiceDeployments is [var deployment, ..] ? new(deployment) : null;
    }

    /// <summary>Turns a deployment back, which gives the requests to the old side again.</summary>
    /// <exception cref="UnavailableException">It has ended meanwhile: look again.</exception>
    public Task TurnBackAsync(EcsDeployment deployment, CancellationToken cancellationToken)
    {
        const string Failed = "cannot be turned back";
        if (deployment.Pause is { } pause)
        {
            return AnswerAsync(deployment, pause.Hook, DeploymentLifecycleHookAction.ROLLBACK, Failed, cancellationToken);
        }

        var request = new StopServiceDeploymentRequest { ServiceDeploymentArn = deployment.Deployment.ServiceDeploymentArn, StopType = StopServiceDeploymentStopType.ROLLBACK };
        return AskOfDeploymentAsync(Failed, () => client.StopServiceDeploymentAsync(request, cancellationToken));
    }

    /// <summary>Lets a deployment go on from the pause hook at which it waits.</summary>
    /// <exception cref="UnavailableException">It does not wait there any longer: look again.</exception>
    public Task ContinueAsync(EcsDeployment deployment, string hook, CancellationToken cancellationToken) =>
        AnswerAsync(deployment, hook, DeploymentLifecycleHookAction.CONTINUE, "cannot be continued", cancellationToken);

    private Task AnswerAsync(EcsDeployment deployment, string hook, DeploymentLifecycleHookAction action, string failed, CancellationToken cancellationToken)
    {
        var request = new ContinueServiceDeploymentRequest { ServiceDeploymentArn = deployment.Deployment.ServiceDeploymentArn, HookId = hook, Action = action };
        return AskOfDeploymentAsync(failed, () => client.ContinueServiceDeploymentAsync(request, cancellationToken));
    }

    /// <summary>A deployment moves on while it is asked of: what ECS refuses then is to be decided anew. A hook that is answered already is a wrong parameter.</summary>
    private async Task AskOfDeploymentAsync<T>(string failed, Func<Task<T>> call)
    {
        try
        {
            await AskAsync($"The deployment of {address.Name} {failed}", call);
        }
        catch (RejectedException failure) when (failure.InnerException is Amazon.ECS.Model.ConflictException or ServiceDeploymentNotFoundException or InvalidParameterException)
        {
            throw new UnavailableException($"The deployment of {address.Name} in {Place} has moved on meanwhile: {failure.InnerException.Message}", failure.InnerException);
        }
    }

    /// <summary>Changes the service; a change that starts something anew each time goes out once.</summary>
    public Task ChangeServiceAsync(UpdateServiceRequest change, bool isRepeatable, CancellationToken cancellationToken)
    {
        (change.Cluster, change.Service) = (address.Cluster, address.Name);
        return AskAsync($"The service {address.Name} cannot be changed", () => (isRepeatable ? client : once).UpdateServiceAsync(change, cancellationToken));
    }

    public Task CreateServiceAsync(CreateServiceRequest service, CancellationToken cancellationToken)
    {
        service.Cluster = address.Cluster;
        return AskAsync($"The service {address.Name} cannot be created", () => client.CreateServiceAsync(service, cancellationToken));
    }

    /// <summary>Deletes the service with its tasks, which are stopped as in any deployment.</summary>
    public Task DeleteServiceAsync(CancellationToken cancellationToken) =>
        AskAsync($"The service {address.Name} cannot be deleted", () => client.DeleteServiceAsync(new() { Cluster = address.Cluster, Service = address.Name, Force = true }, cancellationToken));

    public Task TagServiceAsync(Service service, string key, string value, CancellationToken cancellationToken)
    {
        var request = new TagResourceRequest { ResourceArn = service.ServiceArn, Tags = [new() { Key = key, Value = value }] };
        return AskAsync($"The service {address.Name} cannot be tagged", () => client.TagResourceAsync(request, cancellationToken));
    }

    public Task<DescribeTaskDefinitionResponse> RevisionAsync(string revision, CancellationToken cancellationToken)
    {
        var request = new DescribeTaskDefinitionRequest { TaskDefinition = revision, Include = ["TAGS"] };
        return AskAsync($"The task definition {TaskRevision.Name(revision)} cannot be read", () => client.DescribeTaskDefinitionAsync(request, cancellationToken));
    }

    /// <summary>The latest active revision of a family; null when it has none. ECS says so as of any wrong parameter.</summary>
    public async Task<DescribeTaskDefinitionResponse?> FindLatestRevisionAsync(string family, CancellationToken cancellationToken)
    {
        try
        {
            return await RevisionAsync(family, cancellationToken);
        }
        catch (RejectedException failure) when (failure.InnerException is ClientException)
        {
            return null;
        }
    }

    public async Task<TaskDefinition> RegisterAsync(RegisterTaskDefinitionRequest revision, CancellationToken cancellationToken)
    {
        try
        {
            return (await AskAsync($"A revision of the task definition {revision.Family} cannot be registered", () => client.RegisterTaskDefinitionAsync(revision, cancellationToken))).TaskDefinition;
        }
        catch (RejectedException failure) when (failure.InnerException is ClientException { Message: var said } && said.Contains("concurrent attempts", StringComparison.Ordinal))
        {
            throw new UnavailableException($"Others register revisions of the task definition {revision.Family} at the same time.", failure.InnerException);
        }
    }

    /// <summary>All tasks that the filter names, with their tags, in no order.</summary>
    public async Task<IReadOnlyList<Amazon.ECS.Model.Task>> TasksAsync(Action<ListTasksRequest> filter, DesiredStatus desired, CancellationToken cancellationToken)
    {
        var request = new ListTasksRequest { Cluster = address.Cluster, DesiredStatus = desired };
        filter(request);
        var tasks = new List<Amazon.ECS.Model.Task>();
        do
        {
            var page = await AskAsync($"The tasks of {address.Name} cannot be listed", () => client.ListTasksAsync(request, cancellationToken));
            tasks.AddRange(await DescribeAsync(page.TaskArns ?? [], cancellationToken));
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
        return tasks;
    }

    /// <summary>The container instances that take tasks, with what they have left.</summary>
    public async Task<IReadOnlyList<ContainerInstance>> InstancesAsync(CancellationToken cancellationToken)
    {
        var request = new ListContainerInstancesRequest { Cluster = address.Cluster, Status = ContainerInstanceStatus.ACTIVE, MaxResults = LargestPage };
        var instances = new List<ContainerInstance>();
        do
        {
            var page = await AskAsync("The container instances cannot be listed", () => client.ListContainerInstancesAsync(request, cancellationToken));
            if (page.ContainerInstanceArns is { Count: > 0 } some)
            {
                var named = new DescribeContainerInstancesRequest { Cluster = address.Cluster, ContainerInstances = some };
                instances.AddRange((await AskAsync("The container instances cannot be read", () => client.DescribeContainerInstancesAsync(named, cancellationToken))).ContainerInstances ?? []);
            }

            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
        return instances;
    }

    public async Task<RunTaskResponse> RunAsync(RunTaskRequest task, CancellationToken cancellationToken)
    {
        task.Cluster = address.Cluster;
        return await AskAsync($"A task of {task.TaskDefinition} cannot be started", () => client.RunTaskAsync(task, cancellationToken));
    }

    public Task StopAsync(Amazon.ECS.Model.Task task, string reason, CancellationToken cancellationToken)
    {
        var request = new StopTaskRequest { Cluster = address.Cluster, Task = task.TaskArn, Reason = reason };
        return AskAsync($"The task {EcsTask.Id(task)} cannot be stopped", () => client.StopTaskAsync(request, cancellationToken));
    }

    private async Task<IReadOnlyList<Amazon.ECS.Model.Task>> DescribeAsync(List<string> tasks, CancellationToken cancellationToken)
    {
        var found = new List<Amazon.ECS.Model.Task>();
        foreach (var some in tasks.Chunk(LargestPage))
        {
            var request = new DescribeTasksRequest { Cluster = address.Cluster, Tasks = [.. some], Include = ["TAGS"] };
            found.AddRange((await AskAsync($"The tasks of {address.Name} cannot be read", () => client.DescribeTasksAsync(request, cancellationToken))).Tasks ?? []);
        }

        return found;
    }

    private Task<T> AskAsync<T>(string failed, Func<Task<T>> call) => AwsCall.AskAsync($"{failed} in {Place}", async () =>
    {
        try
        {
            return await call();
        }
        catch (ClusterNotFoundException failure)
        {
            throw new RejectedException($"{failed}: there is no ECS cluster {address.Cluster} in {address.Location.Region}; it was deleted, or the manifest names it wrongly.", failure);
        }
        catch (Exception failure) when (failure is ServiceNotFoundException or ServiceNotActiveException)
        {
            throw new RejectedException($"There is no service {address.Name} in {Place}: it was deleted, or the manifest names it wrongly.", failure);
        }
    });
}
