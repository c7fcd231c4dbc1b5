using System.Text.Json.Nodes;
using Amazon.ECS.Model;
using Slipway.Domain.Rollouts.Templates;

namespace Slipway.Aws.Ecs;

/// <summary>What a task definition says, as ECS names it: what people usually change, to compare two of them: Linux parameters, proxies and drivers of volumes are left out. To bring one back its revision is enough.</summary>
internal static class TaskTemplate
{
    public static WorkloadTemplate Of(TaskRevision revision)
    {
        var task = revision.Definition;
        return WorkloadTemplate.Of(
            new()
            {
                ["taskRoleArn"] = task.TaskRoleArn,
                ["executionRoleArn"] = task.ExecutionRoleArn,
                ["networkMode"] = task.NetworkMode?.Value,
                ["pidMode"] = task.PidMode?.Value,
                ["ipcMode"] = task.IpcMode?.Value,
                ["cpu"] = task.Cpu,
                ["memory"] = task.Memory,
                ["ephemeralStorage"] = task.EphemeralStorage?.SizeInGiB,
                ["runtimePlatform"] = task.RuntimePlatform is { } platform ? new JsonObject { ["cpuArchitecture"] = platform.CpuArchitecture?.Value, ["operatingSystemFamily"] = platform.OperatingSystemFamily?.Value } : null,
                ["requiresCompatibilities"] = List(task.RequiresCompatibilities, one => one),
                ["placementConstraints"] = List(task.PlacementConstraints, constraint => constraint.Expression),
                ["volumes"] = List(task.Volumes, Of),
                ["containers"] = List(task.ContainerDefinitions, Of),
            },
            revision.OwnName);
    }

    private static JsonObject Of(ContainerDefinition container) => new()
    {
        ["name"] = container.Name,
        ["image"] = container.Image,
        ["cpu"] = container.Cpu,
        ["memory"] = container.Memory,
        ["memoryReservation"] = container.MemoryReservation,
        ["essential"] = container.Essential,
        ["entryPoint"] = List(container.EntryPoint, word => word),
        ["command"] = List(container.Command, word => word),
        ["environment"] = List(container.Environment, Of),
        ["environmentFiles"] = List(container.EnvironmentFiles, file => file.Value),
        ["secrets"] = List(container.Secrets, secret => Named(secret.Name, secret.ValueFrom)),
        ["portMappings"] = List(container.PortMappings, port => new JsonObject { ["containerPort"] = port.ContainerPort, ["hostPort"] = port.HostPort, ["protocol"] = port.Protocol?.Value }),
        ["mountPoints"] = List(container.MountPoints, mount => new JsonObject { ["sourceVolume"] = mount.SourceVolume, ["containerPath"] = mount.ContainerPath, ["readOnly"] = mount.ReadOnly }),
        ["dependsOn"] = List(container.DependsOn, other => Named(other.ContainerName, other.Condition?.Value)),
        ["healthCheck"] = container.HealthCheck is { } check ? new JsonObject
        {
            ["command"] = List(check.Command, word => word),
            ["interval"] = check.Interval,
            ["timeout"] = check.Timeout,
            ["retries"] = check.Retries,
            ["startPeriod"] = check.StartPeriod,
        } : null,
        ["logConfiguration"] = container.LogConfiguration is { } log ? new JsonObject
        {
            ["logDriver"] = log.LogDriver?.Value,
            ["options"] = Map(log.Options),
            ["secretOptions"] = List(log.SecretOptions, secret => Named(secret.Name, secret.ValueFrom)),
        } : null,
        ["startTimeout"] = container.StartTimeout,
        ["stopTimeout"] = container.StopTimeout,
        ["repositoryCredentials"] = container.RepositoryCredentials?.CredentialsParameter,
        ["restarts"] = container.RestartPolicy?.Enabled,
        ["user"] = container.User,
        ["workingDirectory"] = container.WorkingDirectory,
        ["privileged"] = container.Privileged,
        ["readonlyRootFilesystem"] = container.ReadonlyRootFilesystem,
        ["ulimits"] = List(container.Ulimits, limit => new JsonObject { ["name"] = limit.Name?.Value, ["softLimit"] = limit.SoftLimit, ["hardLimit"] = limit.HardLimit }),
        ["systemControls"] = List(container.SystemControls, control => Named(control.Namespace, control.Value)),
        ["resourceRequirements"] = List(container.ResourceRequirements, one => Named(one.Type?.Value, one.Value)),
        ["dockerLabels"] = Map(container.DockerLabels),
    };

    private static JsonObject Of(Amazon.ECS.Model.KeyValuePair pair) => Named(pair.Name, pair.Value);

    private static JsonObject Of(Volume volume) => new()
    {
        ["name"] = volume.Name,
        ["host"] = volume.Host?.SourcePath,
        ["fileSystemId"] = volume.EfsVolumeConfiguration?.FileSystemId,
        ["rootDirectory"] = volume.EfsVolumeConfiguration?.RootDirectory,
        ["accessPointId"] = volume.EfsVolumeConfiguration?.AuthorizationConfig?.AccessPointId,
    };

    private static JsonObject Named(string? name, string? value) => new() { ["name"] = name, ["value"] = value };

    private static JsonArray? List<T>(List<T>? items, Func<T, JsonNode?> node) => items is { Count: > 0 } ? new([.. items.Select(node)]) : null;

    private static JsonObject? Map(Dictionary<string, string>? map) =>
        map is { Count: > 0 } ? new(map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => System.Collections.Generic.KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))) : null;
}
