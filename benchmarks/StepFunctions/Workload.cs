namespace Slipway.Benchmarks.StepFunctions;

/// <summary>A state machine to run, how many states one execution enters, and what a peer measured elsewhere.</summary>
internal sealed record Workload(string Name, string Definition, string Input, int Transitions, double PublishedNode, double PublishedMoto)
{
    private const int ChainLength = 1000;

    private const int Rounds = 5000;

    /// <summary>A chain of Pass states.</summary>
    public static Workload Passes { get; } = new(
        "Pass states",
        $$$"""{"StartAt":"S0","States":{{{{string.Join(',', Enumerable.Range(0, ChainLength).Select(Pass))}}}}}""",
        """{"greeting":"hello","numbers":[1,2,3]}""",
        ChainLength,
        333_000,
        280);

    /// <summary>A loop that counts with an intrinsic function and leaves by a Choice.</summary>
    public static Workload Counting { get; } = new(
        "States.MathAdd and Choice",
        """
        {"StartAt":"Add","States":{
          "Add":{"Type":"Pass","Parameters":{"count.$":"States.MathAdd($.count, 1)","limit.$":"$.limit"},"Next":"Enough"},
          "Enough":{"Type":"Choice","Choices":[{"Variable":"$.count","NumericLessThanPath":"$.limit","Next":"Add"}],"Default":"Done"},
          "Done":{"Type":"Succeed"}}}
        """,
        $$"""{"count":0,"limit":{{Rounds}}}""",
        (2 * Rounds) + 1,
        91_000,
        70);

    private static string Pass(int at) =>
        $"\"S{at}\":{{\"Type\":\"Pass\",{(at == ChainLength - 1 ? "\"End\":true" : $"\"Next\":\"S{at + 1}\"")}}}";
}

/// <summary>A figure, and a remark where it was not measured here.</summary>
internal sealed record Measurement(Workload Workload, double PerSecond, string? Note = null);
