using System.Globalization;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;

namespace Slipway.Local.Account.Clusters;

/// <summary>What clusters call their pods and tasks.</summary>
internal static class PodNames
{
    /// <summary>The name of the pod that is the <paramref name="number"/>th of its workload.</summary>
    public static string Of(WorkloadAddress workload, Revision revision, int ordinal, int number, Chance chance)
    {
        var subject = string.Create(CultureInfo.InvariantCulture, $"pod/{workload.Cluster}/{workload.Namespace}/{workload.Name}/{number}");
        return workload.Kind switch
        {
            WorkloadKind.Deployment => $"{workload.Name}-{chance.Letters($"{workload.Cluster}/{workload.Name}/{revision}", 10)}-{chance.Letters(subject, 5)}",
            WorkloadKind.StatefulSet => string.Create(CultureInfo.InvariantCulture, $"{workload.Name}-{ordinal}"),
            WorkloadKind.DaemonSet => $"{workload.Name}-{chance.Letters(subject, 5)}",
            _ => chance.Hexadecimal(subject, 32),
        };
    }
}
