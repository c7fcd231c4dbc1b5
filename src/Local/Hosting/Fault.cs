using Slipway.Local.Events;

namespace Slipway.Local.Hosting;

/// <summary>How an invocation goes wrong, for those who want to see what becomes of it.</summary>
public enum Fault
{
    None,

    /// <summary>The process dies before the handler did anything.</summary>
    DiesBefore,

    /// <summary>The process dies after the handler's effect and before its answer.</summary>
    DiesAfter,
}

/// <summary>Decides which invocation goes wrong: the call, and how many of this function there were before it.</summary>
public delegate Fault FaultPlan(FunctionCall call, int earlier);
