using Slipway.Cli.Screens;
using Slipway.Local.Account;

namespace Slipway.Cli.Runs;

/// <summary>Pushes an image and shows its releases until nothing moves any more.</summary>
internal sealed class PushRun(Terminal terminal, Simulation simulation, Pace pace)
{
    private readonly Screen _screen = new(terminal);

    public async Task<ExitCode> PlayAsync(string repository, string tag, ImageBehaviour behaviour, CancellationToken cancellationToken)
    {
        var installation = simulation.Installation;
        var log = new ReleaseLog(_screen);
        var playback = new Playback(installation, pace)
        {
            Changed = () => { foreach (var release in installation.Memory.Releases.All) { log.Show(release); } },
            Passing = log.Pass,
        };
        simulation.Give(Inputs.Push(repository, tag, behaviour));
        await playback.SettleAsync(cancellationToken);
        simulation.Give(Inputs.Rest);
        var record = installation.Memory.Pushes.All[^1];
        var releases = installation.Memory.Releases.All.Where(release => release.Image.Digest == record.Push!.Image.Digest).ToList();
        ReleaseSummary.Show(_screen, releases);
        var conclusion = Conclusion.Of(simulation.System, record, record.Push!, releases);
        _screen.Line();
        _screen.Paragraph(conclusion.Sentence);
        return conclusion.Code;
    }
}
