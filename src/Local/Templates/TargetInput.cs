namespace Slipway.Local.Templates;

/// <summary>In what shape a target gets an event; at most one of constant, path and template is there.</summary>
public sealed record TargetInput
{
    public static TargetInput WholeEvent { get; } = new();

    /// <summary>JSON that is sent whatever the event was.</summary>
    public string? Constant { get; init; }

    /// <summary>The part of the event that is sent: $.detail.</summary>
    public string? Path { get; init; }

    /// <summary>A template with places like &lt;name&gt; that the variables fill.</summary>
    public string? Template { get; init; }

    /// <summary>The variables of the template: name to path in the event.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();
}
