using Slipway.Local.StepFunctions.States;

namespace Slipway.Local.StepFunctions.Definitions;

/// <summary>Compiles a Map state; the older Iterator and Parameters mean the same as ItemProcessor and ItemSelector.</summary>
internal sealed class MapCompiler(string name, Fields fields, Wiring wiring)
{
    private static readonly string[] Outside = ["ItemReader", "ResultWriter"];

    private static readonly string[] DistributedFields = ["Label", "ItemBatcher"];

    public MapState Compile()
    {
        if (fields.Has("MaxConcurrency") && fields.Has("MaxConcurrencyPath"))
            fields.Problem("MaxConcurrency", "write either MaxConcurrency or MaxConcurrencyPath, not both");

        if (fields.Has("ItemSelector") && fields.Has("Parameters"))
            fields.Problem("Parameters", "write either ItemSelector or the older Parameters, not both");

        foreach (var distributed in Outside.Where(field => fields.Take(field) is not null))
            fields.Problem(distributed, "no data sets outside of the input are read or written here; read the items in a Task state");

        var recovery = new RecoveryCompiler(name, fields, wiring);
        var processor = Processor(out var type);
        return new MapState(name, processor)
        {
            Distribution = Distribution(type),
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

    private Distribution? Distribution(StateMachineType? type)
    {
        var label = fields.Text("Label");
        var batcher = fields.Map("ItemBatcher");
        if (type is null)
        {
            foreach (var field in DistributedFields.Where(fields.Has))
                fields.Problem(field, "only a distributed Map has it; remove it or write the mode DISTRIBUTED into ProcessorConfig");

            return null;
        }

        if (batcher is null)
            return new Distribution(type.Value, label, null, null);

        var batch = new Fields(batcher, $"{fields.Location}.ItemBatcher", fields.Problems);
        var distribution = new Distribution(type.Value, label, batch.Whole("MaxItemsPerBatch", 1, "a positive whole number"), batch.Template("BatchInput"));
        batch.RefuseOthers("an item batcher");
        return distribution;
    }

    private StateGraph Processor(out StateMachineType? type)
    {
        type = null;
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
        if (processor.Map("ProcessorConfig") is { } config)
            type = Mode(new Fields(config, $"{processor.Location}.ProcessorConfig", fields.Problems));

        var graph = DefinitionCompiler.CompileGraph(processor, type is null ? wiring.Variables : new HashSet<string>()) ?? nothing;
        processor.RefuseOthers("an item processor");
        return graph;
    }

    /// <summary>The type of the executions of a distributed Map; null for an inline one.</summary>
    private static StateMachineType? Mode(Fields config)
    {
        var (mode, type) = (config.Text("Mode") ?? "INLINE", config.Text("ExecutionType"));
        if (mode is not ("INLINE" or "DISTRIBUTED"))
            config.Problem("Mode", $"write INLINE or DISTRIBUTED, not {mode}");

        if (type is not (null or "STANDARD" or "EXPRESS"))
            config.Problem("ExecutionType", $"write STANDARD or EXPRESS, not {type}");

        config.RefuseOthers("a processor's configuration");
        return mode != "DISTRIBUTED" ? null : type == "EXPRESS" ? StateMachineType.Express : StateMachineType.Standard;
    }
}
