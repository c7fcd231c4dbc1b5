using Amazon.ECS.Model;
using Slipway.Domain;
using Slipway.Domain.Images;

namespace Slipway.Aws.Ecs;

/// <summary>
/// A revision of a task definition, and the revisions that Slipway makes of it. Revisions never change, so that the one it was made
/// from, the container and the image say all that is in it: these stand in its tags, and a revision that is there already is found again
/// by them. What the SDK does not know of a task definition is not copied: keep it up to date.
/// </summary>
internal sealed record TaskRevision(TaskDefinition Definition, IReadOnlyList<Tag> Tags)
{
    private const string Source = "slipway:source";
    private const string Container = "slipway:container";
    private const string ReleaseToken = "slipway:release-token";

    public static TaskRevision Of(DescribeTaskDefinitionResponse answer) => new(answer.TaskDefinition, answer.Tags ?? []);

    /// <summary><c>family:revision</c> out of an ARN, which is what people know.</summary>
    public static string Name(string arn) => arn[(arn.LastIndexOf('/') + 1)..];

    public string OwnName => Name(Definition.TaskDefinitionArn);

    /// <summary>The revision that this one was made from by giving the container another image; null when Slipway did not make it so.</summary>
    public string? MadeFrom(string container) => Tag(Container) == container ? Tag(Source) : null;

    public ContainerDefinition ContainerNamed(string name) =>
        Definition.ContainerDefinitions.FirstOrDefault(container => container.Name == name)
        ?? throw new RejectedException($"The task definition {OwnName} has no container {name}; it has {string.Join(", ", Definition.ContainerDefinitions.Select(container => container.Name))}.");

    public bool Runs(string container, Image image) => Definition.ContainerDefinitions.Any(one => one.Name == container && ImageReference.Parse(one.Image).Digest == image.Digest);

    /// <summary>This definition with another image for one container and nothing else changed. It takes this one's containers over, so this one is used no more.</summary>
    public RegisterTaskDefinitionRequest With(string container, Image image, long fencingToken)
    {
        ContainerNamed(container).Image = image.Reference;
        return Copy(Definition.Family, [.. Definition.ContainerDefinitions], container, fencingToken.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Whether a container beside this one has another image there.</summary>
    public bool HasOtherImages(TaskRevision other, string container) =>
        Definition.ContainerDefinitions.Any(one => one.Name != container && other.Definition.ContainerDefinitions.FirstOrDefault(same => same.Name == one.Name) is { } same && same.Image != one.Image);

    /// <summary>The same with the images of another revision for the containers beside that one; nothing says what it was made from, since that had others.</summary>
    public RegisterTaskDefinitionRequest With(string container, Image image, long fencingToken, TaskRevision others)
    {
        foreach (var one in Definition.ContainerDefinitions)
        {
            one.Image = others.Definition.ContainerDefinitions.FirstOrDefault(same => same.Name == one.Name)?.Image ?? one.Image;
        }

        var request = With(container, image, fencingToken);
        request.Tags.RemoveAll(tag => tag.Key == Source);
        return request;
    }

    /// <summary>
    /// A definition of a family of its own for a job: the container alone, with the image and the command, without what only a server needs
    /// (ports, health check, restarts, what starts before it). A FireLens router stays where the container writes its log to one.
    /// </summary>
    public RegisterTaskDefinitionRequest ForJob(string family, string container, Image image, IReadOnlyList<string> run)
    {
        var job = ContainerNamed(container);
        job.Image = image.Reference;
        (job.EntryPoint, job.Command) = ([.. run.Take(1)], [.. run.Skip(1)]);
        (job.Essential, job.RestartPolicy, job.HealthCheck, job.PortMappings, job.Links, job.VolumesFrom) = (true, null, null, null, null, null);
        var router = job.LogConfiguration?.LogDriver == Amazon.ECS.LogDriver.Awsfirelens
            ? Definition.ContainerDefinitions.FirstOrDefault(one => one.FirelensConfiguration is not null)
            : null;
        job.DependsOn = job.DependsOn?.Where(other => other.ContainerName == router?.Name).ToList() is { Count: > 0 } left ? left : null;
        var copy = Copy(family, router is null ? [job] : [job, router], container, token: null);
        copy.ProxyConfiguration = null;
        return copy;
    }

    /// <summary>True when this revision is what <see cref="ForJob"/> makes of that one.</summary>
    public bool IsJobOf(TaskRevision source, string container, Image image, IReadOnlyList<string> run) =>
        MadeFrom(container) == source.OwnName && Runs(container, image)
        && run.SequenceEqual((ContainerNamed(container).EntryPoint ?? []).Concat(ContainerNamed(container).Command ?? []));

    private RegisterTaskDefinitionRequest Copy(string family, List<ContainerDefinition> containers, string container, string? token) => new()
    {
        Family = family,
        ContainerDefinitions = containers,
        Tags = [.. Tags.Where(tag => !tag.Key.StartsWith("aws:", StringComparison.Ordinal) && tag.Key is not (Source or Container or ReleaseToken)), .. Marks(container, token)],
        TaskRoleArn = Definition.TaskRoleArn,
        ExecutionRoleArn = Definition.ExecutionRoleArn,
        NetworkMode = Definition.NetworkMode,
        Volumes = Definition.Volumes,
        PlacementConstraints = Definition.PlacementConstraints,
        RequiresCompatibilities = Definition.RequiresCompatibilities,
        Cpu = Definition.Cpu,
        Memory = Definition.Memory,
        PidMode = Definition.PidMode,
        IpcMode = Definition.IpcMode,
        ProxyConfiguration = Definition.ProxyConfiguration,
        InferenceAccelerators = Definition.InferenceAccelerators,
        EphemeralStorage = Definition.EphemeralStorage,
        RuntimePlatform = Definition.RuntimePlatform,
        EnableFaultInjection = Definition.EnableFaultInjection,
    };

    private List<Tag> Marks(string container, string? token)
    {
        List<Tag> marks = [new() { Key = Source, Value = OwnName }, new() { Key = Container, Value = container }];
        return token is null ? marks : [.. marks, new() { Key = ReleaseToken, Value = token }];
    }

    private string? Tag(string key) => Tags.FirstOrDefault(tag => tag.Key == key)?.Value;
}
