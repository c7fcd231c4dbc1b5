using Slipway.Domain.Gates;
using Slipway.Domain.Images;
using Slipway.Domain.Interventions;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;
using Slipway.Functions.Releases;
using Slipway.Functions.Systems;

namespace Slipway.Functions.Interventions;

/// <summary>Sends an image into an environment because a person asks for it: again after an end, or past gates in an emergency. All other gates are asked as for every release.</summary>
public sealed class Promoting(SystemCatalog systems, IImageRegistry registry, IReleases releases, ILastKnownGood lastKnownGood, Companions companions, Promotions promotions, Settings settings, TimeProvider clock)
{
    public async Task<Intervention> PromoteAsync(Intervention asked, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var system = asked.System is { } name ? await systems.TryFindAsync(name, cancellationToken) : null;
        if (system is null || asked.Environment is not { } target || system.Find(target) is not { } environment)
        {
            return asked.Refused(system is null ? $"No manifest that is right describes a system '{asked.System}'." : $"{system.Name} has no environment '{asked.Environment}'; it has {string.Join(", ", system.Environments.Select(known => known.Name))}.", now);
        }

        if (asked.Image is not { } reference || environment.ServicesOf(system.ReleasedWith(reference.Repository)).Count == 0)
        {
            return asked.Refused($"No service of {system.Name} in {target} runs images of {asked.Image?.Repository ?? "nothing"}.", now);
        }

        var host = $"{settings.AccountId}.dkr.ecr.{system.Region}.amazonaws.com";
        var image = await (reference.Digest is { } digest
            ? registry.FindAsync(new Image(host, reference.Repository, digest), cancellationToken)
            : registry.FindAsync(host, reference.Repository, reference.Tag ?? "", cancellationToken));
        if (image is null)
        {
            return asked.Refused($"The registry holds no {reference}.", now);
        }

        var push = new Push(asked.Id, image.Image, reference.Tag ?? Named(image), now);
        var completion = reference.Digest is not null && await KnownAsync(system, push, cancellationToken) is { } known ? new(known, []) : await companions.FindAsync(system, push, cancellationToken);
        return completion.Whole is { } whole
            ? await StartAsync(asked, system, environment, whole with { PushedAt = now }, cancellationToken)
            : asked.Refused(completion.Reason(system), now);
    }

    /// <summary>A digest stands for the images that it was released with last, wherever their tag is by now; null when it was released with none.</summary>
    private async Task<Push?> KnownAsync(SystemManifest system, Push push, CancellationToken cancellationToken) =>
        (await releases.ListAsync(push.Image.Digest, cancellationToken)).LastOrDefault(release => release.System == system.Name) is { Push: { Others: not null } last }
            ? last with { Id = push.Id, BySweep = null }
            : null;

    /// <summary>What a person asks for now is newer than what was pushed before, also when the image itself is old.</summary>
    private async Task<Intervention> StartAsync(Intervention asked, SystemManifest system, EnvironmentManifest environment, Push push, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var before = (await releases.ListAsync(push.Image.Digest, cancellationToken))
            .Where(release => release.System == system.Name && release.Environment == environment.Name && release.Push.Identity == push.Identity)
            .MaxBy(release => release.Attempt);
        if (before is { Status: ReleaseStatus.Waiting })
        {
            // It may never have been started: of its name there is one execution.
            await promotions.GoOnAsync(before, before.Id.Value, cancellationToken);
        }

        var isAskedAgain = before?.Push.Id == asked.Id;
        if (!isAskedAgain && before is not null && await ReasonAgainstAsync(before, Blueprint.Of(environment, push), cancellationToken) is { } reason)
        {
            return asked.Refused(reason, now);
        }

        var attempt = isAskedAgain ? before!.Attempt : (before?.Attempt ?? 0) + 1;
        var waiver = asked.Waives.Count == 0 ? null : new Waiver(asked.Waives, asked.By, asked.Reason);
        var release = await promotions.StartAsync(system, environment, push, cancellationToken, attempt, waiver);
        if (release.Push.Id != asked.Id)
        {
            return asked.Refused($"{release.Id} came into {environment.Name} at the same moment, without what you asked for: look at it, and ask again.", now);
        }

        return (asked with { Release = release.Id, Digest = push.Image.Digest }).Done($"{release.Id} is on its way into {environment.Name}.", now);
    }

    /// <summary>What serves is verified again where the manifest describes it otherwise by now.</summary>
    private async Task<string?> ReasonAgainstAsync(Release before, string blueprint, CancellationToken cancellationToken)
    {
        if (!before.Status.IsFinal())
        {
            return $"{before.Id} is on its way there already.";
        }

        foreach (var change in before.Services)
        {
            if ((await lastKnownGood.FindAsync(before.System, before.Environment, change.Service, cancellationToken))?.Release != before.Id)
            {
                return null;
            }
        }

        return before.Status == ReleaseStatus.Verified && (before.Blueprint is null || before.Blueprint == blueprint) ? $"{before.Id} serves there already." : null;
    }

    private static string Named(ImageDescription image) => image.Tags.FirstOrDefault(tag => !tag.StartsWith(PushRouting.OwnTags, StringComparison.Ordinal)) ?? image.Image.Digest.Abbreviation;
}
