using Slipway.Domain.Gates;
using Slipway.Domain.Releases;
using Slipway.Domain.Systems;

namespace Slipway.Functions.Releases;

/// <summary>Asks whether a release is still verified where it came from.</summary>
public sealed class Upstream(IReleases releases)
{
    public async Task<Verdict> JudgeAsync(Release release, EnvironmentManifest environment, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var upstream = (await releases.ListAsync(release.Image.Digest, cancellationToken))
            .FirstOrDefault(other => other.System == release.System && other.Environment == environment.PromoteFrom);
        return Rules.Judge(new UpstreamInputs(environment.PromoteFrom, upstream?.Id, upstream?.Status), now);
    }
}
