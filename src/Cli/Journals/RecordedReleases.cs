using Slipway.Domain;
using Slipway.Domain.Releases;
using Slipway.Local.Records;

namespace Slipway.Cli.Journals;

/// <summary>Finds a release of a journal by the beginning of its id.</summary>
internal static class RecordedReleases
{
    private const int Listed = 5;

    public static Release Find(JournalReading journal, string id)
    {
        var releases = journal.Releases;
        var found = releases.Where(release => release.Id.Value == id).ToList();
        found = found.Count > 0 ? found : [.. releases.Where(release => release.Id.Value.StartsWith(id, StringComparison.Ordinal))];
        return found.Count switch
        {
            1 => found[0],
            0 when releases.Count == 0 => throw new RefusalException("The journal holds no release: slipway run makes one."),
            0 => throw new RefusalException($"The journal holds no release '{id}': {Suggestion.Sentence(id, [.. releases.Select(release => release.Id.Value).Take(Listed)])}"),
            _ => throw new RefusalException($"'{id}' is the beginning of several releases: {string.Join(", ", found.Select(release => release.Id).Take(Listed))}."),
        };
    }
}
