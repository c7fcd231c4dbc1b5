using Slipway.Domain.Costs;
using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Shapes;
using static Slipway.Domain.Systems.Shapes.Key;

namespace Slipway.Domain.Systems.Sections;

/// <summary>What a manifest says about money. A stated total that differs from its lines is reported with the costs, it is no error.</summary>
internal static class BudgetSection
{
    private static MapShape Line { get; } = new("{component: rds, monthly: 140}",
    [
        Must("component", Scalars.Name, "What costs."),
        May("detail", Scalars.Text("db.t3.medium"), "What exactly."),
        Must("monthly", Scalars.Amount("140"), "What it is planned to cost in a month."),
    ]);

    private static MapShape Plan { get; } = new($"{{lines: [{Line.Example}]}}",
    [
        May("statedTotal", Scalars.Amount("613"), "The total as the plan states it."),
        Must("lines", new ListShape($"[{Line.Example}]", Line), "What adds up to it."),
    ]);

    public static MapShape Shape { get; } = new("{currency: USD, environments: {}}",
    [
        Must("currency", Scalars.Pattern("a currency", "USD", "^[A-Z]{3}$"), "The currency of every amount."),
        Must("environments", new NamedShape($"{{production: {Plan.Example}}}", Plan), "The plan of each environment."),
        .. KeptKeys.Budget,
    ]);

    public static void Check(ManifestNode document, Problems problems)
    {
        var environments = document["environments"];
        foreach (var plan in document["budget"]["environments"].Entries.Where(plan => environments.Find(plan.Key) is null))
        {
            problems.Add(plan.Value, $"environments has no '{plan.Key}'; {Suggestion.For(plan.Key, [.. environments.Entries.Select(entry => entry.Key)], "it has")}");
        }

        foreach (var plan in document["budget"]["environments"].Entries)
        {
            var lines = plan.Value["lines"].Items.Select(line => line["component"]).Where(component => component.Text is not null);
            foreach (var twice in lines.GroupBy(component => component.Text).SelectMany(same => same.Skip(1)))
            {
                problems.Add(twice, $"'{twice.Text}' has a line already; add the amounts up in one line");
            }
        }
    }

    public static Budget? Read(ManifestNode budget, string environment) =>
        budget["environments"].Find(environment) is { } plan
            ? new(budget["currency"].Text ?? "", Money(plan["statedTotal"]), [.. plan["lines"].Items.Select(ReadLine)])
            : null;

    private static BudgetLine ReadLine(ManifestNode line) => new(line["component"].Text ?? "", line["detail"].Text ?? "", Money(line["monthly"]) ?? 0);

    private static decimal? Money(ManifestNode node) => node.Number is { } number ? (decimal)number : null;
}
