using System.Text.Json.Serialization;

namespace Slipway.Domain.Rollouts.Templates;

/// <summary>What becomes of a release when another hand changes one of its workloads meanwhile: who wins.</summary>
[JsonConverter(typeof(CamelCase<DriftPolicy>))]
public enum DriftPolicy
{
    /// <summary>What was there before both.</summary>
    RollBack,

    /// <summary>The release: what it wants is asked for again, three times at most.</summary>
    Insist,

    /// <summary>The other hand: its change stands, the environment is frozen, and a person looks.</summary>
    Freeze,
}

/// <summary>What another hand changed on a workload while a release was at it.</summary>
/// <param name="Times">How often that was noticed.</param>
/// <param name="At">When, the last time.</param>
/// <param name="Fields">What, then: <c>image</c>, or paths within the template.</param>
public sealed record Drift(int Times, DateTimeOffset At, IReadOnlyList<string> Fields)
{
    public const string Image = "image";

    /// <summary>So many paths are named; of more it is said how many they are.</summary>
    private const int Named = 3;

    /// <summary>The paths as people read them.</summary>
    public static string Text(IReadOnlyList<string> fields) =>
        fields.Count <= Named ? string.Join(", ", fields) : $"{string.Join(", ", fields.Take(Named))} and {fields.Count - Named} more";
}
