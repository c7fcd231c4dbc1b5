using Slipway.Domain.Systems;

namespace Slipway.Domain.Releases;

/// <summary>Who holds the lease of a service.</summary>
public sealed record LeaseHolder(ServiceName Service, ReleaseId Holder);

public sealed record LeaseInputs(ReleaseId Id, IReadOnlyList<LeaseHolder> Holders);

/// <summary>A release may begin when it holds the lease of every service it changes; what runs is waited for, never killed.</summary>
public static class LeaseRule
{
    public static Answer Decide(LeaseInputs inputs)
    {
        var others = inputs.Holders.Where(lease => lease.Holder != inputs.Id).ToList();
        return others.Count == 0
            ? Answer.Pass($"Holds the lease of {string.Join(", ", inputs.Holders.Select(lease => lease.Service))}.")
            : Answer.Wait($"{others[0].Holder} is changing {others[0].Service}: waiting for it to end.");
    }
}
