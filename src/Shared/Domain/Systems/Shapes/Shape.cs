using System.Text.Json.Nodes;
using Slipway.Domain.Systems.Reading;

namespace Slipway.Domain.Systems.Shapes;

/// <summary>
/// What may be written somewhere in a manifest. Shapes are declared once, beside the code that reads what they describe; the
/// check of a manifest and the JSON Schema that editors use both come from them, so that these cannot differ.
/// </summary>
internal abstract record Shape(string Kind, string Example)
{
    /// <summary>What to write, for the messages.</summary>
    public virtual string Expected => $"{Kind} such as {Example}";
}

/// <summary>A map with these keys and no others.</summary>
internal sealed record MapShape(string Example, IReadOnlyList<Key> Keys) : Shape("a map", Example);

/// <summary>A key of a map and why one writes it.</summary>
internal sealed record Key(string Name, Shape Shape, string Description)
{
    public bool Required { get; private init; }

    public static Key Must(string name, Shape shape, string description) => new(name, shape, description) { Required = true };

    public static Key May(string name, Shape shape, string description) => new(name, shape, description);

    /// <summary>Described in the manifest for people and other tools; Slipway keeps it and does not act on it.</summary>
    public static Key Kept(string name, string description) => new(name, new KeptShape(), description);
}

/// <summary>A map whose keys are names that the manifest's author chooses.</summary>
internal sealed record NamedShape(string Example, Shape Each, bool Filled = false) : Shape("a map by name", Example)
{
    /// <summary>What a name may be.</summary>
    public ScalarShape Names { get; init; } = Scalars.Name;
}

internal sealed record ListShape(string Example, Shape Item, bool Filled = false, bool Distinct = false) : Shape("a list", Example);

/// <summary>One value, or a list of them.</summary>
internal sealed record OneOrMoreShape(ListShape List) : Shape(List.Item.Kind, List.Item.Example)
{
    public override string Expected => $"{List.Item.Expected}, or a list of those";
}

/// <summary>A part of another shape, to be laid over it: nothing is required.</summary>
internal sealed record PartShape(Shape Whole) : Shape(Whole.Kind, Whole.Example);

/// <summary>Anything at all.</summary>
internal sealed record KeptShape() : Shape("anything", "{}");

/// <summary>A single value.</summary>
internal sealed record ScalarShape(string Kind, string Example, Func<ScalarNode, bool> Accepts, Func<JsonObject> Schema) : Shape(Kind, Example)
{
    /// <summary>The only words allowed, where they are few.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The place whose keys the value must be one of, such as <c>services</c> or <c>secrets.items</c>.</summary>
    public string? NameIn { get; init; }

    /// <summary>The sections into which the value points, as <c>services.api</c>.</summary>
    public IReadOnlyList<string> PathInto { get; init; } = [];

    public override string Expected => Words switch
    {
        [] => base.Expected,
        [var only] => $"'{only}'",
        _ => $"one of {string.Join(", ", Words)}",
    };
}
