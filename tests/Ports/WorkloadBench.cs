using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;

namespace Slipway.Tests.Ports;

/// <summary>How an image behaves that a contract asks for.</summary>
public enum SampleImage
{
    Healthy,

    /// <summary>Its container ends shortly after each start.</summary>
    Crashing,

    /// <summary>Nobody can pull it.</summary>
    Unpullable,
}

/// <summary>A workload with three replicas on an image that is well, settled, and what stands behind it.</summary>
public abstract class WorkloadBench : IAsyncDisposable
{
    /// <summary>How many replicas the workload has when it is handed out.</summary>
    public const int Replicas = 3;

    public abstract IWorkloads Workloads { get; }

    public abstract WorkloadAddress Address { get; }

    /// <summary>An image of the workload's repository that it does not run yet.</summary>
    public abstract Image Make(SampleImage image);

    /// <summary>Lets a little time pass: what runs moves on.</summary>
    public abstract Task PassAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
