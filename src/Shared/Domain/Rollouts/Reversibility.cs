using System.Text.Json.Serialization;

namespace Slipway.Domain.Rollouts;

/// <summary>What becomes of a migration when the release fails later. From the mildest to the gravest: of several the last counts.</summary>
[JsonConverter(typeof(CamelCase<Reversibility>))]
public enum Reversibility
{
    /// <summary>A job takes it back once the previous code serves again.</summary>
    Reversible,

    /// <summary>The previous code works with the new schema too: the schema stays.</summary>
    ExpandContract,

    /// <summary>The previous code does not work with the new schema: neither returns but from a snapshot.</summary>
    Irreversible,
}

/// <summary>The words of manifests and images for it.</summary>
public static class Reversibilities
{
    /// <summary>The label by which an image says it of its own migration; it counts before the manifest.</summary>
    public const string Label = "slipway.migration";

    public static IReadOnlyList<(string Word, Reversibility Value)> Words { get; } =
        [("reversible", Reversibility.Reversible), ("expand-contract", Reversibility.ExpandContract), ("irreversible", Reversibility.Irreversible)];

    /// <summary>What the label says; null without one.</summary>
    /// <exception cref="RejectedException">It says something else: to guess would decide what becomes of a database.</exception>
    public static Reversibility? Parse(string? label) => label is null ? null
        : Words.FirstOrDefault(known => known.Word == label.Trim()) is { Word: not null } known ? known.Value
        : throw new RejectedException($"The image's label {Label} says '{label}': write {string.Join(", ", Words.Select(word => word.Word))}.");

    public static string Word(this Reversibility reversibility) => Words.First(known => known.Value == reversibility).Word;
}
