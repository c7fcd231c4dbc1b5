using Slipway.Domain.Interventions;
using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;

namespace Slipway.Domain.Notifications;

/// <summary>A message to people. The id makes sending it safe to repeat.</summary>
public sealed record Notice(string Id, AlarmSeverity Severity, string Title, string Text, IReadOnlyList<Channel> Channels)
{
    /// <summary>What it is about, a release or an incident: notices of one thread stand together, and are one incident of PagerDuty. Null where it stands alone.</summary>
    public string? Thread { get; init; }

    /// <summary>Whether what its thread is about has ended well: whoever was paged need not come any more.</summary>
    public bool Resolves { get; init; }

    /// <summary>The release that its readers may decide on where they read it; null for none.</summary>
    public ReleaseId? Decides { get; init; }

    /// <summary>What they may decide there.</summary>
    public IReadOnlyList<InterventionKind>? Offers { get; init; }

    /// <summary>Whether its text is for the receiver alone: it is never sent elsewhere instead.</summary>
    public bool IsPersonal { get; init; }
}
