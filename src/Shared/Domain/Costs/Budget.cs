namespace Slipway.Domain.Costs;

/// <summary>What an environment is planned to cost in a month, line by line, in the manifest's currency.</summary>
public sealed record Budget(string Currency, decimal? StatedTotal, IReadOnlyList<BudgetLine> Lines)
{
    /// <summary>The sum of the lines: what counts when the stated total differs.</summary>
    public decimal Total => Lines.Sum(line => line.Monthly);
}

/// <summary>One component of a budget, such as rds or nat.</summary>
public sealed record BudgetLine(string Component, string Detail, decimal Monthly);
