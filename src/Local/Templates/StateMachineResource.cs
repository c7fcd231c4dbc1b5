using System.Text.Json;

namespace Slipway.Local.Templates;

public enum StateMachineKind
{
    Standard,
    Express,
}

/// <summary>A state machine: its definition stays a file until the interpreter reads it, with the values to substitute.</summary>
public sealed record StateMachineResource(ResourceName Identity, JsonElement Properties) : Resource(Identity, Properties)
{
    /// <summary>As the template writes it, relative to the template; null for an inline definition.</summary>
    public required string? DefinitionUri { get; init; }

    /// <summary>The definition before substitution, as YAML or JSON text.</summary>
    public required string Definition { get; init; }

    public required IReadOnlyDictionary<string, string> DefinitionSubstitutions { get; init; }

    public required StateMachineKind Kind { get; init; }

    public required JsonElement? Policies { get; init; }

    /// <summary>The definition with every ${name} replaced, as Step Functions gets it.</summary>
    public string SubstitutedDefinition => Placeholders.Fill(Definition, DefinitionSubstitutions);
}
