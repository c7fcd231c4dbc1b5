using System.Text.Json;
using Slipway.Domain.Scaling;
using Slipway.Domain.Scaling.Hpa;

namespace Slipway.Cli.Scaling;

/// <summary>What a case expects and what the rules answer, both in the same words.</summary>
internal sealed record HpaCaseOutcome(string Name, string Expected, string Actual);

/// <summary>
/// Cases of the autoscaler of Kubernetes: <c>{"cases": [{"name": ..., ...}]}</c>. What a case is about shows in its members.
/// <list type="table">
/// <item><term>levels</term><description>the wish of a metric, in thousandths: kind, current, target, and ready (T or F for each pod), phase, tolerance (down, up)</description></item>
/// <item><term>policies</term><description>the limit of a direction: current, selectPolicy, each policy as Pods or Percent, value, seconds</description></item>
/// <item><term>scaleUpWindow</term><description>windows with behaviour: current, desired, scaleDownWindow, recommendations as replicas and age in seconds</description></item>
/// <item><term>expectedLogLength</term><description>the window for scaling in without behaviour, five minutes: desired, recommendations</description></item>
/// <item><term>replicaChange</term><description>what is remembered of changes: prevEvents as change and age, rules</description></item>
/// <item><term>scaleUpRules</term><description>a wish within limits: current, desired, min, max, scaleDownRules, and events spread evenly over eventsWindow seconds</description></item>
/// <item><term>condition</term><description>the same without behaviour</description></item>
/// </list>
/// </summary>
internal static class HpaCases
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(50);

    /// <exception cref="RefusalException">The text is no file of cases; the message says what is wrong where.</exception>
    public static IReadOnlyList<HpaCaseOutcome> Run(string text, string file)
    {
        var name = file;
        try
        {
            using var document = JsonDocument.Parse(text);
            var outcomes = new List<HpaCaseOutcome>();
            foreach (var one in document.RootElement.GetProperty("cases").EnumerateArray())
            {
                name = one.GetProperty("name").GetString()!;
                outcomes.Add(Ask(name, one));
            }

            return outcomes;
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw new RefusalException($"{(name == file ? file : $"{file}: '{name}'")} cannot be read as a case of an autoscaler: {fault.Message} Write {{\"cases\": [{{\"name\": ..., \"current\": 3, \"desired\": 5, \"min\": 1, \"max\": 10, \"expected\": 5, \"condition\": \"DesiredWithinRange\"}}]}}.", ExitCode.Invalid);
        }
    }

    private static HpaCaseOutcome Ask(string name, JsonElement one) =>
        one.TryGetProperty("levels", out _) ? Wish(name, one)
        : one.TryGetProperty("policies", out _) ? Bound(name, one)
        : one.TryGetProperty("scaleUpWindow", out _) ? Windows(name, one)
        : one.TryGetProperty("expectedLogLength", out _) ? Window(name, one)
        : one.TryGetProperty("replicaChange", out _) ? Events(name, one)
        : one.TryGetProperty("scaleUpRules", out _) ? Behavior(name, one)
        : Limits(name, one);

    private static HpaCaseOutcome Wish(string name, JsonElement one)
    {
        var kind = Text(one, "kind") switch
        {
            "pods" => HpaMetricKind.Pods,
            "object" => HpaMetricKind.ObjectValue,
            "objectPerPod" => HpaMetricKind.ObjectAverage,
            "external" => HpaMetricKind.ExternalValue,
            "externalPerPod" => HpaMetricKind.ExternalAverage,
            var other => throw new FormatException($"'{other}' is no kind of metric: pods, object, objectPerPod, external, externalPerPod."),
        };
        var current = Whole(one, "current");
        var (ready, phase) = (Text(one, "ready"), Text(one, "phase"));
        var tolerance = one.TryGetProperty("tolerance", out var share) ? new HpaTolerance(share[0].GetDouble(), share[1].GetDouble()) : HpaTolerance.Usual;
        var pods = new HpaPods(current, phase?.Length ?? ready?.Length ?? current, ready?.Count(pod => pod == 'T') ?? current);
        var wish = HpaReplicas.Of(new(kind, [.. one.GetProperty("levels").EnumerateArray().Select(level => level.GetInt64())], one.GetProperty("target").GetInt64()), pods, tolerance);
        return new(name, $"{Whole(one, "expected")} replicas at {one.GetProperty("expectedUsage").GetInt64()}", $"{wish.Replicas} replicas at {wish.Usage}");
    }

    private static HpaCaseOutcome Bound(string name, JsonElement one)
    {
        var steps = one.GetProperty("policies").EnumerateArray().Select(policy => policy[0].GetString() == "Pods"
            ? new ScalingStep(policy[1].GetInt32(), null, TimeSpan.FromSeconds(policy[2].GetInt32()))
            : new ScalingStep(null, policy[1].GetInt32(), TimeSpan.FromSeconds(policy[2].GetInt32())));
        var direction = new ScalingDirection(TimeSpan.Zero, [.. steps], Enum.Parse<PolicySelection>(one.GetProperty("selectPolicy").GetString()!));
        var bound = Text(one, "direction") == "up" ? HpaBehavior.UpTo(Whole(one, "current"), direction, [], Now) : HpaBehavior.DownTo(Whole(one, "current"), direction, [], Now);
        return new(name, $"{Whole(one, "expected")}", $"{bound}");
    }

    private static HpaCaseOutcome Windows(string name, JsonElement one)
    {
        var (up, down) = (TimeSpan.FromSeconds(Whole(one, "scaleUpWindow")), TimeSpan.FromSeconds(Whole(one, "scaleDownWindow")));
        var (past, desired) = (Recommendations(one), Whole(one, "desired"));
        var stable = HpaMemory.Stabilize(past, Whole(one, "current"), desired, up, down, Now);
        var kept = HpaMemory.Keep(past, desired, up > down ? up : down, Now).Select(wish => wish.Replicas);
        return one.TryGetProperty("expectedLog", out var log) && log.ValueKind == JsonValueKind.Array
            ? new(name, $"{Whole(one, "expected")}, kept {string.Join(" ", log.EnumerateArray().Select(wish => wish.GetInt32()))}", $"{stable}, kept {string.Join(" ", kept)}")
            : new(name, $"{Whole(one, "expected")}", $"{stable}");
    }

    private static HpaCaseOutcome Window(string name, JsonElement one)
    {
        var (past, desired, window) = (Recommendations(one), Whole(one, "desired"), HpaBehavior.UsualDown.Stabilization);
        return new(
            name,
            $"{Whole(one, "expected")}, kept {Whole(one, "expectedLogLength")}",
            $"{HpaMemory.Stabilize(past, desired, window, Now)}, kept {HpaMemory.Keep(past, desired, window, Now).Count}");
    }

    private static HpaCaseOutcome Events(string name, JsonElement one)
    {
        var expected = one.GetProperty("expectedEvents").EnumerateArray().Select(kept => $"{kept[0].GetInt32()}{(kept[1].GetBoolean() ? " old" : "")}");
        return new(
            name,
            $"{Whole(one, "expectedChangePer60s")} in 60 s, kept {string.Join(", ", expected)}",
            string.Join(" up but down ", new[] { Remembered(one, 1), Remembered(one, -1) }.Distinct()));
    }

    /// <summary>Changes of one direction, told without their sign.</summary>
    private static string Remembered(JsonElement one, int sign)
    {
        var past = one.GetProperty("prevEvents").EnumerateArray().Select(before => new ScalingEvent(Ago(before[1].GetDouble()), sign * before[0].GetInt32())).ToList();
        var change = HpaBehavior.Change(TimeSpan.FromSeconds(60), past, Now);
        if (Rules(one, "rules") is not { } rules)
        {
            return Told(change, past, TimeSpan.MaxValue);
        }

        var longest = rules.Policies.Max(policy => policy.Period);
        return Told(change, HpaMemory.Keep(past, new(Now, sign * Whole(one, "replicaChange")), longest), longest);
    }

    private static string Told(int change, IReadOnlyList<ScalingEvent> kept, TimeSpan longest) =>
        $"{Math.Abs(change)} in 60 s, kept {string.Join(", ", kept.Select(past => $"{Math.Abs(past.Change)}{(Now - past.At > longest ? " old" : "")}"))}";

    private static HpaCaseOutcome Behavior(string name, JsonElement one)
    {
        IReadOnlyList<ScalingEvent> events = [.. Spread(one, "scaleUpEvents", 1), .. Spread(one, "scaleDownEvents", -1)];
        var answer = HpaBehavior.Limit(
            Whole(one, "current"), Whole(one, "desired"), Whole(one, "min"), Whole(one, "max"),
            Rules(one, "scaleUpRules") ?? HpaBehavior.UsualUp, Rules(one, "scaleDownRules") ?? HpaBehavior.UsualDown, events, Now);
        return Answered(name, one, answer);
    }

    private static HpaCaseOutcome Limits(string name, JsonElement one) =>
        Answered(name, one, HpaBehavior.Limit(Whole(one, "current"), Whole(one, "desired"), Whole(one, "min"), Whole(one, "max")));

    private static HpaCaseOutcome Answered(string name, JsonElement one, HpaAnswer answer) =>
        new(name, $"{Whole(one, "expected")} {Text(one, "condition")}", $"{answer.Replicas} {answer.Condition}");

    private static IEnumerable<ScalingEvent> Spread(JsonElement one, string member, int sign)
    {
        var changes = one.GetProperty(member).EnumerateArray().Select(change => change.GetInt32()).ToList();
        var window = one.GetProperty("eventsWindow").GetDouble();
        var each = window / changes.Count;
        return changes.Select((change, number) => new ScalingEvent(Ago((int)(window - (each * (number + 1)) + (each / 2))), sign * change));
    }

    private static ScalingDirection? Rules(JsonElement one, string member)
    {
        if (one.GetProperty(member) is not { ValueKind: JsonValueKind.Object } rules)
        {
            return null;
        }

        var (pods, percent) = (Step(rules, "pods"), Step(rules, "percent"));
        return new(
            TimeSpan.FromSeconds(Whole(rules, "stabilizationWindowSeconds")),
            [.. new[] { pods is { } few ? new ScalingStep(few.Value, null, few.Period) : null, percent is { } share ? new ScalingStep(null, share.Value, share.Period) : null }.OfType<ScalingStep>()],
            Enum.Parse<PolicySelection>(rules.GetProperty("selectPolicy").GetString()!));
    }

    private static (int Value, TimeSpan Period)? Step(JsonElement rules, string member) =>
        (Whole(rules, member), Whole(rules, $"{member}Period")) is var (value, period) && (value, period) != (0, 0) ? (value, TimeSpan.FromSeconds(period)) : null;

    private static IReadOnlyList<Recommendation> Recommendations(JsonElement one) =>
        [.. one.GetProperty("recommendations").EnumerateArray().Select(wish => new Recommendation(Ago(wish[1].GetDouble()), wish[0].GetInt32()))];

    private static DateTimeOffset Ago(double seconds) => Now - TimeSpan.FromSeconds(seconds);

    private static int Whole(JsonElement one, string member) => one.GetProperty(member).GetInt32();

    private static string? Text(JsonElement one, string member) => one.TryGetProperty(member, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
