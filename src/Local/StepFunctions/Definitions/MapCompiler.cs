using Slipway.Local.StepFunctions.States;

namespace Slipway.Local.StepFunctions.Definitions;

/// <summary>Compiles a Map state; the older Iterator and Parameters mean the same as ItemProcessor and ItemSelector.</summary>
internal sealed class MapCompiler(string name, Fields fields, Wiring wiring)
{
    private static readonly string[] OnlyDistributed = ["ItemReader", "ItemBatcher", "ResultWriter"];

    public MapState Compile()
    {
        if (fields.Has("MaxConcurrency") && fields.Has("MaxConcurrencyPath"))
            fields.Problem("MaxConcurrency", "write either MaxConcurrency or MaxConcurrencyPath, not both");

        if (fields.Has("ItemSelector") && fields.Has("Parameters"))
            fields.Problem("Parameters", "write either ItemSelector or the older Parameters, not both");

        foreach (var distributed in OnlyDistributed.Where(field => fields.Take(field) is not null))
            fields.Problem(distributed, "only a distributed Map has it, and only inline Maps run here; read and batch the items in a Task state");

        fields.Text("Label");
        var recovery = new RecoveryCompiler(name, fields, wiring);
        return new MapState(name, Processor())
        {
            ItemsPath = fields.Path("ItemsPath"),
            ItemSelector = fields.Template("ItemSelector"),
            Parameters = fields.Template("Parameters"),
            MaxConcurrency = fields.Whole("MaxConcurrency", 0, "a whole number, zero for no limit") ?? 0,
            MaxConcurrencyPath = fields.Path("MaxConcurrencyPath"),
            ResultSelector = fields.Template("ResultSelector"),
            Place = fields.ResultPath(),
            Tolerance = new FailureTolerance(
                fields.Whole("ToleratedFailureCount", 0, "a whole number, zero or more"),
                fields.Number("ToleratedFailurePercentage", 0, "a percentage from 0 to 100"),
                fields.Path("ToleratedFailureCountPath"),
                fields.Path("ToleratedFailurePercentagePath")),
            Retriers = recovery.Retriers(),
            Catchers = recovery.Catchers(),
        };
    }

    private StateGraph Processor()
    {
        var nothing = new StateGraph(new SucceedState(name), new Dictionary<string, State>());
        if (fields.Has("ItemProcessor") && fields.Has("Iterator"))
            fields.Problem("Iterator", "write either ItemProcessor or the older Iterator, not both");

        var field = fields.Has("Iterator") ? "Iterator" : "ItemProcessor";
        var map = fields.Map(field);
        if (map is null)
        {
            if (!fields.Has(field))
                fields.Problem("ItemProcessor", "missing; write an object with StartAt and States");

            return nothing;
        }

        var processor = new Fields(map, $"{fields.Location}.{field}", fields.Problems);
        processor.Text("Comment");
        DefinitionCompiler.RefuseOtherLanguages(processor);
        if (processor.Map("ProcessorConfig")?["Mode"]?.AsText is { } mode && mode != "INLINE")
            processor.Problem("ProcessorConfig.Mode", $"{mode} is not run here; write INLINE");

        var graph = DefinitionCompiler.CompileGraph(processor) ?? nothing;
        processor.RefuseOthers("an item processor");
        return graph;
    }
}
