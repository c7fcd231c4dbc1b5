using Slipway.Domain.Approvals;
using Slipway.Domain.Releases;

namespace Slipway.Benchmarks.Interleavings;

/// <summary>What people said of releases, by what the course itself heard: nobody's record is believed.</summary>
internal sealed class Words(ApprovalPolicy policy)
{
    private readonly List<(string Person, ReleaseId Release, bool Approves, DateTimeOffset At)> _said = [];
    private readonly Dictionary<ReleaseId, string> _rejected = [];

    public void Say(string name, ReleaseId release, bool approves, DateTimeOffset at)
    {
        var person = name.Split('@')[0];
        _said.Add((person, release, approves, at));
        if (approves && _rejected.GetValueOrDefault(release) == person)
        {
            _rejected.Remove(release);
        }
    }

    /// <summary>The last word of the one who said it last was taken as a rejection.</summary>
    public void Reject(ReleaseId release) => _rejected[release] = _said.Last(said => said.Release == release).Person;

    /// <summary>Why people have not let the release in; null when they have.</summary>
    public string? Against(Release release)
    {
        if (release.Approval is not { } asked || asked.ExpiresAt != asked.RequestedAt + policy.Expires)
        {
            return "nobody was asked for the time that the manifest says";
        }

        var agreed = _said.Where(said => said.Approves && said.Release == release.Id && said.At >= asked.RequestedAt && said.At < asked.ExpiresAt && MayDecide(said.Person))
            .Select(said => said.Person).ToHashSet(StringComparer.Ordinal);
        var authors = (release.Push.Authors ?? []).Select(author => author.Split('@')[0]).ToList();
        return _rejected.TryGetValue(release.Id, out var no) ? $"{no} rejected it"
            : agreed.Count < policy.Count ? $"{agreed.Count} of {policy.Count} agreed"
            : policy.Groups.Any(group => !agreed.Any(person => Shop.Groups[person].Contains(group))) ? "one of its groups is missing"
            : agreed.All(authors.Contains) ? "its authors alone agreed"
            : asked.Decisions.DistinctBy(decision => decision.Id).Count() < asked.Decisions.Count ? "one word counts twice"
            : null;
    }

    private bool MayDecide(string person) => Shop.Groups.TryGetValue(person, out var groups) && policy.Entitles(person, groups);
}
