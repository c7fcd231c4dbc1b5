using Slipway.Local.StepFunctions.Documents;
using Slipway.Local.StepFunctions.Paths;
using Slipway.Local.StepFunctions.States;

namespace Slipway.Local.StepFunctions.Definitions;

/// <summary>Compiles Retry and Catch of a state.</summary>
internal sealed class RecoveryCompiler(string name, Fields fields, Wiring wiring)
{
    public List<Retrier> Retriers() => Each("Retry", retrier =>
    {
        var compiled = new Retrier(
            Names(retrier),
            retrier.Whole("IntervalSeconds", 0, "a whole number of seconds") ?? 1,
            retrier.Number("BackoffRate", 1, "a number of at least 1.0") ?? 2,
            (int)Math.Min(retrier.Whole("MaxAttempts", 0, "a whole number, zero or more") ?? 3, int.MaxValue),
            retrier.Whole("MaxDelaySeconds", 1, "a positive whole number of seconds"),
            Jitter(retrier));
        if (compiled.MaxDelaySeconds <= compiled.IntervalSeconds)
            retrier.Problem("MaxDelaySeconds", "the longest delay is above IntervalSeconds; write a larger number or leave it out");

        retrier.RefuseOthers("a retrier");
        return compiled;
    });

    public List<Catcher> Catchers() => Each("Catch", catcher =>
    {
        var compiled = new Catcher(Names(catcher), catcher.ResultPath(), catcher.Assign());
        if (catcher.Text("Next") is { } target)
            wiring.Add(name, $"{catcher.Location}.Next", target, state => compiled.Next = state);
        else if (!catcher.Has("Next"))
            catcher.Problem("Next", "missing; name the state that handles the error");

        catcher.RefuseOthers("a catcher");
        return compiled;
    });

    private List<T> Each<T>(string field, Func<Fields, T> compile)
    {
        var all = new List<T>();
        var list = fields.List(field) ?? JsonList.Empty;
        for (var at = 0; at < list.Count; at++)
        {
            var location = $"{fields.Location}.{field}[{at}]";
            if (list[at] is not JsonMap map)
            {
                fields.Problems.Add(new(location, "write an object with ErrorEquals"));
                continue;
            }

            var entry = new Fields(map, location, fields.Problems);
            entry.Text("Comment");
            all.Add(compile(entry));
            if (at < list.Count - 1 && map["ErrorEquals"] is JsonList names && names.Contains(Json.Of(ErrorNames.All)))
                entry.Problem("ErrorEquals", "States.ALL matches everything, so it must be in the last entry");
        }

        return all;
    }

    private static ErrorMatch Names(Fields entry)
    {
        var list = entry.List("ErrorEquals");
        if (list is { Count: 0 } || (list is null && !entry.Has("ErrorEquals")))
            entry.Problem("ErrorEquals", "missing; write an array of error names, or [\"States.ALL\"]");

        var names = new List<string>();
        foreach (var item in list ?? JsonList.Empty)
        {
            if (item.AsText is { } error)
                names.Add(error);
            else
                entry.Problem("ErrorEquals", $"an error name is a text, not {item}");
        }

        if (names.Count > 1 && names.Contains(ErrorNames.All))
            entry.Problem("ErrorEquals", "States.ALL must stand alone; remove the other names or make another entry of them");

        return new ErrorMatch(names);
    }

    private static bool Jitter(Fields retrier)
    {
        var strategy = retrier.Text("JitterStrategy");
        if (strategy is not (null or "FULL" or "NONE"))
            retrier.Problem("JitterStrategy", $"write FULL or NONE, not {strategy}");

        return strategy == "FULL";
    }
}
