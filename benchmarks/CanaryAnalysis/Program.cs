using System.Text.Json;
using System.Text.Json.Serialization;
using Slipway.Benchmarks.CanaryAnalysis;

// How often a canary analysis stops the canaries that it should, and those that it should not, beside two others on the same runs.
var options = Options.Parse(args);
if (options.IsHelp || options.Problem is not null)
{
    (options.Problem is null ? Console.Out : Console.Error).WriteLine($"{options.Problem} {Options.Usage}".TrimStart());
    return options.Problem is null ? 0 : 2;
}

if (!options.IsJson)
{
    Console.WriteLine(Table.Head(options.Runs));
}

var rows = new List<Row>();
foreach (var scenarios in Scenario.All.GroupBy(scenario => scenario.Wanted))
{
    if (!options.IsJson)
    {
        Console.WriteLine(Table.Title(scenarios.Key));
    }

    foreach (var (scenario, share) in scenarios.SelectMany(scenario => Row.Shares.Select(share => (scenario, share))))
    {
        rows.Add(Row.Of(scenario, share, options.Runs));
        if (!options.IsJson)
        {
            Console.WriteLine(Table.Line(rows[^1]));
        }
    }
}

var missed = rows.Count(row => !row.IsMet);
Console.WriteLine(options.IsJson ? Json.Text(rows)
    : $"\n* So few requests cannot show it in time.\n{(missed == 0 ? "The targets are met." : $"The targets are missed in {missed} rows, marked with !.")}");
return missed == 0 ? 0 : 1;

internal static class Json
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public static string Text(IReadOnlyList<Row> rows) => JsonSerializer.Serialize(new { targetsMet = rows.All(row => row.IsMet), rows }, Form);
}
