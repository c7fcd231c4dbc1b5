using Slipway.Domain.Images;
using Slipway.Domain.Releases;

namespace Slipway.Local.Records;

/// <summary>The tasks that wait at a gate. They end with the run, so that the journal does not know them.</summary>
public sealed class GateWaits : IGateWaits
{
    private readonly Dictionary<(Digest Digest, ReleaseId Release), string> _tokens = [];

    public Task KeepAsync(Digest digest, ReleaseId release, string token, CancellationToken cancellationToken)
    {
        _tokens[(digest, release)] = token;
        return Task.CompletedTask;
    }

    public Task<ILookup<Digest, string>> FindAsync(IReadOnlyCollection<Digest> digests, CancellationToken cancellationToken) =>
        Task.FromResult(_tokens.Where(wait => digests.Contains(wait.Key.Digest)).ToLookup(wait => wait.Key.Digest, wait => wait.Value));
}
