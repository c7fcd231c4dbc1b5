using Slipway.Domain.Rollouts;
using Slipway.Domain.Scaling;

namespace Slipway.Local.Records;

/// <summary>What the journal calls the records, and by what it tells them apart: the same for writing and for reading.</summary>
internal static class Kinds
{
    public const string Release = "release";
    public const string Lease = "lease";
    public const string Push = "push";
    public const string Incident = "incident";
    public const string Scaling = "scaling";
    public const string Good = "good";
    public const string Intervention = "intervention";
    public const string Restraint = "restraint";
    public const string Template = "template";

    public const string Sweep = "sweep";

    /// <summary>What became of a notice.</summary>
    public const string Delivery = "delivery";

    public static string KeyOf(Domain.Images.SweepMark mark) => $"{mark.Registry}/{mark.Repository}";

    public static string KeyOf(ScalingState state) => $"{state.System}/{state.Environment}/{state.Service}";

    public static string KeyOf(RestraintEntry entry) => $"{entry.Kind}/{entry.Scope}";

    public static string KeyOf(WorkloadAddress workload, string fingerprint) => $"{workload.Location.Region}/{workload.Cluster}/{workload.Namespace}/{workload.Kind}/{workload.Name}/{workload.Container}#{fingerprint}";

    public static string KeyOf(LastKnownGood good) => $"{good.System}/{good.Environment}/{good.Service}";
}
