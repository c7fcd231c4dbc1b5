using System.Globalization;
using System.Text.Json;
using Slipway.Domain;
using Slipway.Domain.Executions;
using Slipway.Domain.Gates;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Systems;

namespace Slipway.Functions.Releases;

/// <summary>Opens the release of an image, or of those that go together, in an environment and starts it on its way. Whatever is repeated, there is one for each digest, environment and attempt, and one execution for each.</summary>
public sealed class Promotions(IReleases releases, IStateMachines stateMachines, Settings settings, TimeProvider clock)
{
    private readonly string _promotion = settings.PromotionStateMachineArn;

    /// <summary>The release that is recorded already decides the execution's input: two tags of one digest start one execution.</summary>
    public async Task<Release> StartAsync(
        SystemManifest system, EnvironmentManifest environment, Push push, CancellationToken cancellationToken, int attempt = 1, Waiver? waiver = null)
    {
        var services = environment.ServicesOf(push.Images.Select(image => image.Repository));
        if (services.Count == 0)
        {
            throw new RejectedException($"No service of {system.Name} in {environment.Name} runs images of {string.Join(" or ", push.Images.Select(image => image.Repository))}.");
        }

        var release = Release.Open(system, environment, services, push, clock.GetUtcNow(), attempt) with { Waiver = waiver };
        release = await releases.FindAsync(release.Id, cancellationToken) ?? await releases.SaveAsync(release, cancellationToken);
        if (release.Status == ReleaseStatus.Waiting)
        {
            await GoOnAsync(release, release.Id.Value, cancellationToken);
        }

        return release;
    }

    /// <summary>Opens what follows a verified release in another environment; what was tried there before is tried again.</summary>
    public async Task<Release> SendOnAsync(SystemManifest system, EnvironmentManifest environment, Release verified, CancellationToken cancellationToken)
    {
        var last = (await releases.ListAsync(verified.Push.Image.Digest, cancellationToken)).Where(other => verified.IsSameAs(other, environment.Name)).MaxBy(other => other.Attempt);
        var attempt = last is null ? verified.Attempt : UnopenedRule.HasGoneOn(verified, last) ? last.Attempt : last.Attempt + 1;
        return await StartAsync(system, environment, verified.Push, cancellationToken, attempt);
    }

    /// <summary>An execution of its own takes up what the first one left: it opens what is not open and ends the release, or asks its gates. Of one minute there is one.</summary>
    public Task TakeUpAsync(Release release, CancellationToken cancellationToken) =>
        GoOnAsync(release, release.Id.Named("sweep", clock.GetUtcNow().ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture), 80), cancellationToken);

    /// <summary>Starts an execution that takes the release on from where its record says it stands.</summary>
    /// <param name="name">Of one name there is one execution.</param>
    public Task GoOnAsync(Release release, string name, CancellationToken cancellationToken) =>
        stateMachines.StartAsync(_promotion, name, JsonSerializer.Serialize(release, DomainJson.Default.Release), cancellationToken);
}
