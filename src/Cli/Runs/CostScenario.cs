using Slipway.Local.StepFunctions;

namespace Slipway.Cli.Runs;

/// <summary>Runs the cost report's state machine as its schedule would, and shows the report.</summary>
internal static class CostScenario
{
    private const string StateMachine = "CostReport";

    public static async Task<ExitCode> PlayAsync(Run run, CancellationToken cancellationToken)
    {
        run.Announce($"The costs of {run.Simulation.System.Name} in the last month are compared with the budget of its manifest.");
        run.Screen.Line();
        run.Simulation.Give(Inputs.Execution(StateMachine, "costs", "{}"));
        await run.Playback.SettleAsync(cancellationToken);
        var execution = run.Installation.StateMachines.Executions.Last();
        var report = run.Installation.Account.Reports.All.LastOrDefault(report => report.Name.EndsWith(".md", StringComparison.Ordinal));
        if (execution.Status != ExecutionStatus.Succeeded || report is null)
        {
            return run.Conclude(new(ExitCode.Failed, $"The cost report {execution.StatusName.ToLowerInvariant()}: {execution.Error} {execution.Cause}"));
        }

        foreach (var line in report.Content.TrimEnd().Split('\n'))
        {
            run.Screen.Paragraph(line);
        }

        return run.Conclude(new(ExitCode.Done, $"The report is kept as {report.Name}, and as JSON beside it."));
    }
}
