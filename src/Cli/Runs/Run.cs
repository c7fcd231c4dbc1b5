using Slipway.Cli.Screens;
using Slipway.Local.Hosting;

namespace Slipway.Cli.Runs;

/// <summary>A simulation that somebody watches, or a program that gets one JSON document at the end.</summary>
internal sealed class Run
{
    private readonly Terminal _terminal;
    private readonly bool _isJson;
    private readonly ReleaseLog _releases;

    public Run(Terminal terminal, Simulation simulation, Pace pace, bool isJson)
    {
        (_terminal, _isJson, Simulation) = (terminal, isJson, simulation);
        Screen = new(isJson ? terminal with { Out = TextWriter.Null, HasColour = false } : terminal);
        _releases = new(Screen);
        foreach (var release in Installation.Memory.Releases.All)
        {
            _releases.Skip(release);
        }

        Playback = new(Installation, pace) { Changed = ShowReleases, Passing = _releases.Pass };
    }

    public Screen Screen { get; }

    public Simulation Simulation { get; }

    public Installation Installation => Simulation.Installation;

    public Playback Playback { get; }

    /// <summary>The journal as the person would write it.</summary>
    public string JournalName => Path.GetRelativePath(_terminal.Folder, Simulation.JournalPath) is var relative && !relative.StartsWith("..", StringComparison.Ordinal)
        ? relative
        : Simulation.JournalPath;

    /// <summary>Begins the report: what is going to happen.</summary>
    public void Announce(string sentence)
    {
        Screen.Paragraph(sentence, style: Styles.Strong);
        Screen.Paragraph(
            $"Embedded account of {Simulation.System.Name} on {Columns.Day(Simulation.Now)} at {Columns.Time(Simulation.Now)} UTC; all is written to {JournalName}.",
            style: Styles.Faint);
    }

    /// <summary>Ends the report: the last sentence, or the document.</summary>
    public ExitCode Conclude(Conclusion conclusion)
    {
        Simulation.Give(Inputs.Rest);
        Screen.Line();
        Screen.Paragraph(conclusion.Sentence, style: conclusion.Code == ExitCode.Done ? Styles.Good : Styles.Bad);
        if (conclusion.Advice is { } advice)
        {
            Screen.Paragraph(advice);
        }

        if (_isJson)
        {
            RunDocument.Write(_terminal.Out, this, conclusion);
        }

        return conclusion.Code;
    }

    /// <summary>Plays, and says where the account stood when that is ended from outside.</summary>
    public async Task<ExitCode> GuardedAsync(Func<Task<ExitCode>> play)
    {
        try
        {
            return await play();
        }
        catch (OperationCanceledException)
        {
            throw new RefusalException(
                $"ended at {Columns.Time(Simulation.Now)} of the account; what happened until then is in {JournalName}: slipway releases shows it, slipway push goes on from there.",
                ExitCode.Interrupted);
        }
        finally
        {
            Screen.EndLive();
        }
    }

    public void ShowReleases()
    {
        foreach (var release in Installation.Memory.Releases.All)
        {
            _releases.Show(release);
        }
    }
}
