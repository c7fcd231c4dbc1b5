using Container = Amazon.ECS.Model.Container;
using Task = Amazon.ECS.Model.Task;

namespace Slipway.Aws.Ecs;

/// <summary>What a task of ECS says of itself.</summary>
internal static class EcsTask
{
    public static string Id(Task task) => task.TaskArn[(task.TaskArn.LastIndexOf('/') + 1)..];

    public static Container? Container(Task task, string name) => task.Containers?.FirstOrDefault(container => container.Name == name);

    public static string? Tag(Task task, string key) => task.Tags?.FirstOrDefault(tag => tag.Key == key)?.Value;

    public static DateTimeOffset Moment(DateTime? moment) => moment is { } known ? new(known.ToUniversalTime(), TimeSpan.Zero) : default;
}
