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
    /// <summary>The one that counts when both must pass: a refusal before a wait before a pass; of equals the second.</summary>
    public static Verdict Worst(Verdict first, Verdict second) => first.Kind > second.Kind ? first : second;
}

/// <summary>A rule's answer before it is stamped with the rule's name, inputs and time.</summary>
public sealed record Answer(VerdictKind Kind, string Reason)
{
    public static Answer Pass(string reason) => new(VerdictKind.Pass, reason);

    public static Answer Wait(string reason) => new(VerdictKind.Wait, reason);

    public static Answer Refuse(string reason) => new(VerdictKind.Refuse, reason);
}
