using Slipway.Local.Account;

namespace Slipway.Cli.Runs;

/// <summary>Pushes an image and shows its releases until nothing moves any more.</summary>
internal static class PushScenario
{
    public static async Task<ExitCode> PlayAsync(Run run, string repository, string tag, ImageBehaviour behaviour, CancellationToken cancellationToken, bool playsPeople = true)
    {
        run.Announce($"An image that is {Word(behaviour)} is pushed as {repository}:{tag}.");
        return run.Conclude(await PushAsync(run, repository, tag, behaviour, cancellationToken, playsPeople));
    }

    /// <summary>Pushes and settles; the summary is shown, the conclusion is the caller's to show.</summary>
    public static async Task<Conclusion> PushAsync(Run run, string repository, string tag, ImageBehaviour behaviour, CancellationToken cancellationToken, bool playsPeople = true)
    {
        var memory = run.Installation.Memory;
        var earlier = memory.Pushes.All.Count;
        run.Simulation.Give(Inputs.Push(repository, tag, behaviour));
        await run.Playback.SettleAsync(cancellationToken);
        if (playsPeople)
        {
            await new Decisions(run).PlayAsync(cancellationToken);
        }

        if (memory.Pushes.All.Skip(earlier).LastOrDefault(record => record.Push?.Image.Repository == repository) is not { Push: { } push } record)
        {
            return new(ExitCode.Failed, $"The event of {repository}:{tag} never became a record.", "This is a fault of slipway: the journal holds every event.");
        }

        var releases = memory.Releases.All.Where(release => release.Push.Images.Any(image => image.Digest == push.Image.Digest)).ToList();
        ReleaseSummary.Show(run.Screen, releases);
        return Conclusion.Of(run.Simulation.System, record, push, releases);
    }

    private static string Word(ImageBehaviour behaviour) => behaviour switch
    {
        ImageBehaviour.CrashLoop => "going to crash",
        ImageBehaviour.Missing => "going to vanish from the registry",
        ImageBehaviour.Sluggish => "going to take twice as long for each answer",
        ImageBehaviour.Errors => "going to answer with errors",
        ImageBehaviour.Migration => "going to fail its migration",
        ImageBehaviour.Verification => "going to fail its verification jobs",
        ImageBehaviour.Unscanned => "never scanned",
        _ => behaviour.ToString().ToLowerInvariant(),
    };
}
