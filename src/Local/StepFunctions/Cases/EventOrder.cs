using Slipway.Local.StepFunctions.Documents;

namespace Slipway.Local.StepFunctions.Cases;

/// <summary>
/// Whether a history has the recorded event types. What ran one after another compares in order; where branches or iterations
/// ran at the same time, AWS interleaves them as it likes and the recordings leave events out, so that only their number holds.
/// </summary>
internal static class EventOrder
{
    public static bool Matches(JsonList expected, JsonList actual, Json definition, bool isIncomplete)
    {
        if (isIncomplete)
            return expected.Count <= actual.Count && expected.Zip(actual).All(pair => pair.First.Equals(pair.Second));

        if (!RunsSideBySide(definition))
            return Chained(expected).SequenceEqual(Chained(actual));

        var counts = actual.CountBy(type => type).ToDictionary();
        return expected.CountBy(type => type).All(type => counts.GetValueOrDefault(type.Key) >= type.Value);
    }

    /// <summary>Without the states that were cut, which AWS records beside the chain and not always.</summary>
    private static IEnumerable<Json> Chained(JsonList types) => types.Where(type => type.AsText?.EndsWith("StateAborted", StringComparison.Ordinal) != true);

    private static bool RunsSideBySide(Json node) => node switch
    {
        JsonMap map => map["Type"]?.AsText == "Parallel"
            || (map["Type"]?.AsText == "Map" && !Json.Of(1).Equals(map["MaxConcurrency"]))
            || map.Members.Any(member => RunsSideBySide(member.Value)),
        JsonList list => list.Any(RunsSideBySide),
        _ => false,
    };
}
