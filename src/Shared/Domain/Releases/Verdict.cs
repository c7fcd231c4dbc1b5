using System.Text.Json;
using System.Text.Json.Serialization;

namespace Slipway.Domain.Releases;

[JsonConverter(typeof(CamelCase<VerdictKind>))]
public enum VerdictKind
{
    Pass,
    Wait,
    Refuse,
}

/// <summary>
/// The answer of a rule with everything it was based on, so that it can be asked again later, offline, by
/// <see cref="Rules.Replay"/>. State machines branch on <see cref="Kind"/>.
/// </summary>
public sealed record Verdict(VerdictKind Kind, string Rule, string Reason, JsonElement Inputs, DateTimeOffset At)
{
    /// <summary>In seconds, how long the state machine waits until it asks a gate again, unless something happens before; null where its own interval counts.</summary>
    public int? AskAgainSeconds { get; init; }

    /// <summary>The repository whose image it is about, where a release has several and the rule is asked about each; null otherwise.</summary>
    public string? About { get; init; }

    /// <summary>When the rule began to say wait; null where it is the first answer, or follows another.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>True where it passes because nothing asks for this gate: kept for the record, and no news to a person. Null otherwise.</summary>
    public bool? Unasked { get; init; }

    /// <summary>True where it refuses for something that is not the image's doing, so that this may be released again. Null otherwise.</summary>
    public bool? Blameless { get; init; }

    /// <summary>The one that counts when both must pass: a refusal before a wait before a pass; of refusals one for which the image is to blame; of equals the second.</summary>
    public static Verdict Worst(Verdict first, Verdict second) => first.Kind > second.Kind || (first.Kind == second.Kind && first.Blameless != true && second.Blameless == true) ? first : second;
}

/// <summary>A rule's answer before it is stamped with the rule's name, inputs and time.</summary>
public sealed record Answer(VerdictKind Kind, string Reason)
{
    /// <summary>After what time the answer may be another; null when the rule cannot tell.</summary>
    public TimeSpan? AskAgainIn { get; init; }

    /// <summary>Whether it passes because nothing asks for this gate.</summary>
    public bool IsUnasked { get; init; }

    /// <summary>Whether it refuses for something that is not the image's doing.</summary>
    public bool IsBlameless { get; init; }

    public static Answer Pass(string reason) => new(VerdictKind.Pass, reason);

    /// <summary>Passes, because neither the manifest nor a person asks for this gate.</summary>
    public static Answer Unasked(string reason) => new(VerdictKind.Pass, reason) { IsUnasked = true };

    public static Answer Wait(string reason, TimeSpan? askAgainIn = null) => new(VerdictKind.Wait, reason) { AskAgainIn = askAgainIn };

    public static Answer Refuse(string reason) => new(VerdictKind.Refuse, reason);

    /// <summary>Refuses, and the image is not to blame.</summary>
    public static Answer Blameless(string reason) => new(VerdictKind.Refuse, reason) { IsBlameless = true };
}
