using System.Diagnostics;
using Slipway.Local.StepFunctions;

namespace Slipway.Benchmarks.StepFunctions;

/// <summary>This repository's interpreter: executions one after another on one thread, the best of some rounds.</summary>
internal static class SlipwayEngine
{
    private static readonly TimeSpan RoundTime = TimeSpan.FromSeconds(1.5);

    private const int Rounds = 4;

    public static Measurement Measure(Workload workload)
    {
        var definition = StateMachineDefinition.Parse(workload.Definition);
        var best = 0.0;
        for (var round = 0; round < Rounds; round++)
            best = Math.Max(best, Round(definition, workload));

        return new Measurement(workload, best);
    }

    private static double Round(StateMachineDefinition definition, Workload workload)
    {
        var transitions = 0L;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < RoundTime)
        {
            var execution = new DefinitionRun { Options = new StepFunctionsOptions { HistoryLimit = null } }.Execute(definition, workload.Input, TaskMocks.None.Handle);
            if (execution.Status != ExecutionStatus.Succeeded)
                throw new InvalidOperationException($"{workload.Name}: {execution.Status}, {execution.Error}: {execution.Cause}");

            if (execution.History.Count != (2 * workload.Transitions) + 2)
                throw new InvalidOperationException($"{workload.Name}: the history has {execution.History.Count} events");

            transitions += workload.Transitions;
        }

        return transitions / watch.Elapsed.TotalSeconds;
    }
}
