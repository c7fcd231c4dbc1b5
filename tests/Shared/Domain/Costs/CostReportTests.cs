using Slipway.Domain.Costs;

namespace Slipway.Tests.Shared.Domain.Costs;

public sealed class CostReportTests
{
    private static readonly DateOnly January = new(2026, 1, 1);

    /// <summary>The budget of CV-Hub: its lines add up to 613, its stated total is 615 (CVH-X1).</summary>
    private static readonly Budget Budget = new("USD", 615,
    [
        new("eks-control-plane", "1 cluster", 73), new("ec2-nodes", "3x t3.large", 180), new("rds", "db.t3.medium, Multi-AZ", 140), new("elasticache", "cache.t3.small", 25),
        new("alb", "1 ALB", 20), new("ebs", "400GB gp3", 40), new("nat", "3", 100), new("data-transfer", "100GB", 10), new("secrets-manager", "10 secrets", 5), new("cloudwatch", "logs", 20),
    ]);

    private static readonly ServiceCost[] Bill =
    [
        new("Amazon Relational Database Service", 145.5m), new("Amazon Elastic Compute Cloud - Compute", 180), new("Amazon NAT Gateway", 90.25m),
        new("AmazonCloudWatch", 21), new("AmazonCloudWatch", 1.005m), new("Amazon Bedrock", 12.5m), new("Amazon Athena", 0.25m),
    ];

    [Fact]
    public void A_report_reads_like_this()
    {
        var report = Compare(Budget, Bill);

        Assert.Equal(
            """
            # shop: costs of 2026-01

            450.51 USD were spent: 162.50 under the budget of 613.00.

            | Component | Budget USD | Actual USD | Difference |
            |---|---:|---:|---:|
            | eks-control-plane | 73.00 | 0.00 | -73.00 |
            | ec2-nodes | 180.00 | 180.00 | 0.00 |
            | rds | 140.00 | 145.50 | +5.50 |
            | elasticache | 25.00 | 0.00 | -25.00 |
            | alb | 20.00 | 0.00 | -20.00 |
            | ebs | 40.00 | 0.00 | -40.00 |
            | nat | 100.00 | 90.25 | -9.75 |
            | data-transfer | 10.00 | 0.00 | -10.00 |
            | secrets-manager | 5.00 | 0.00 | -5.00 |
            | cloudwatch | 20.00 | 22.01 | +2.01 |
            | Amazon Athena | not budgeted | 0.25 | +0.25 |
            | Amazon Bedrock | not budgeted | 12.50 | +12.50 |
            | **Total** | **613.00** | **450.51** | **-162.50** |

            The manifest states a total of 615.00; its lines add up to 613.00 (+2.00).

            """.ReplaceLineEndings("\n"),
            report.Markdown());
    }

    [Fact]
    public void The_lines_add_up_to_613_although_the_manifest_states_615()
    {
        Assert.Equal((613m, 615m), (Compare(Budget, []).Planned, Compare(Budget, []).StatedTotal));
        Assert.Equal(450.505m, Compare(Budget, Bill).Actual);
    }

    [Fact]
    public void A_stated_total_that_is_right_or_missing_is_not_mentioned()
    {
        Assert.DoesNotContain("states", Compare(Budget with { StatedTotal = 613 }, Bill).Markdown(), StringComparison.Ordinal);
        Assert.DoesNotContain("states", Compare(Budget with { StatedTotal = null }, Bill).Markdown(), StringComparison.Ordinal);
        Assert.Null(Compare(Budget with { StatedTotal = null }, Bill).StatedTotal);
    }

    [Fact]
    public void A_bill_that_knows_nothing_of_the_system_is_not_taken_for_thrift() => Assert.Equal(
        "The bill has nothing that is tagged system=shop: tag the resources, and activate the cost allocation tag 'system' in the billing console; AWS counts it from then on.",
        CostReportText.Verdict(Compare(Budget, [])));

    [Fact]
    public void The_budgets_of_all_environments_count_together()
    {
        var report = Compare([Budget, new Budget("USD", null, [new("rds", "Single-AZ", 70)]), null], Bill);

        Assert.Equal(683, report.Planned);
        Assert.Equal(685, report.StatedTotal);
        Assert.Equal(new CostLine("rds", 210, 145.5m), report.Lines.Single(line => line.Component == "rds"));
    }

    [Theory]
    [InlineData(613.01, "613.01 USD were spent: 0.01 over the budget of 613.00.")]
    [InlineData(613, "613.00 USD were spent: 0.00 under the budget of 613.00.")]
    [InlineData(600, "600.00 USD were spent: 13.00 under the budget of 613.00.")]
    public void The_verdict_says_by_how_much(double spent, string sentence) =>
        Assert.Equal(sentence, CostReportText.Verdict(Compare(Budget, [new("Amazon NAT Gateway", (decimal)spent)])));

    [Fact]
    public void Without_a_budget_only_what_was_spent_is_told()
    {
        var report = Compare([null], Bill);

        Assert.Equal("450.51 USD were spent; the manifest has no budget.", CostReportText.Verdict(report));
        Assert.All(report.Lines, line => Assert.Null(line.Planned));
        Assert.Equal("USD", report.Currency);
        Assert.Equal("EUR", Compare(Budget with { Currency = "EUR" }, []).Currency);
    }

    [Fact]
    public void A_component_and_the_bills_name_for_it_lead_to_each_other()
    {
        Assert.All(Budget.Lines, line => Assert.Equal(line.Component, CostComponents.Of(CostComponents.ServiceOf(line.Component))));
        Assert.Equal(("Amazon Bedrock", "other"), (CostComponents.Of("Amazon Bedrock"), CostComponents.ServiceOf("other")));
    }

    private static CostReport Compare(Budget budget, IReadOnlyList<ServiceCost> bill) => Compare([budget], bill);

    private static CostReport Compare(IReadOnlyList<Budget?> budgets, IReadOnlyList<ServiceCost> bill) =>
        CostReport.Compare(Any.System("shop", [.. budgets.Select((budget, number) => Any.Environment($"e{number}") with { Budget = budget })]), January, bill);
}
