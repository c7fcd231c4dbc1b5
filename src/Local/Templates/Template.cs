namespace Slipway.Local.Templates;

/// <summary>A SAM template after its parameters, conditions and intrinsics are worked out: what the stack would consist of.</summary>
public sealed record Template
{
    public required string Path { get; init; }

    public required StackSettings Settings { get; init; }

    /// <summary>
    /// Every resource that the conditions keep, also those that the local account does not run, in the order of the file.
    /// </summary>
    public required IReadOnlyList<Resource> Resources { get; init; }

    public required IReadOnlyList<EventRule> Rules { get; init; }

    public required IReadOnlyList<EventSourceMapping> Mappings { get; init; }

    /// <summary>The outputs of the stack by name.</summary>
    public required IReadOnlyDictionary<string, string> Outputs { get; init; }

    public IEnumerable<FunctionResource> Functions => Resources.OfType<FunctionResource>();

    public IEnumerable<StateMachineResource> StateMachines => Resources.OfType<StateMachineResource>();

    public IEnumerable<QueueResource> Queues => Resources.OfType<QueueResource>();

    public IEnumerable<TableResource> Tables => Resources.OfType<TableResource>();

    /// <summary>By logical id, physical name or ARN, and for queues also by URL; null when the template has none.</summary>
    public Resource? Find(string reference) =>
        Resources.FirstOrDefault(resource => resource.LogicalId == reference)
        ?? Resources.FirstOrDefault(resource => resource.Arn == reference || resource.Reference == reference)
        ?? Resources.FirstOrDefault(resource => resource.Name == reference);

    public FunctionResource? Function(string reference) => Functions.FirstOrDefault(function => function.AnswersTo(reference));

    public StateMachineResource? StateMachine(string reference) => StateMachines.FirstOrDefault(machine => machine.AnswersTo(reference));

    public QueueResource? Queue(string reference) => Queues.FirstOrDefault(queue => queue.AnswersTo(reference));
}
