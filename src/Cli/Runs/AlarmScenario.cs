using Slipway.Cli.Screens;
using Slipway.Domain;
using Slipway.Domain.Remediation;
using Slipway.Domain.Systems;
using Slipway.Local.Account;

namespace Slipway.Cli.Runs;

/// <summary>Holds a metric beyond its alarm's limit and shows what is done about it until the alarm is quiet.</summary>
internal sealed class AlarmScenario(Run run, EnvironmentManifest environment, Alarm alarm)
{
    private (IncidentStatus Status, string Reason) _shown = (default, "");

    /// <summary>With a repository, an image of it is released first: the alarm then takes it back.</summary>
    public async Task<ExitCode> PlayAsync(string? repository, string tag, CancellationToken cancellationToken)
    {
        run.Announce($"{alarm.Metric} of {alarm.Watch} goes {(alarm.Above ? "above" : "below")} its limit: the alarm {alarm.Name} of {environment.Name} will go off.");
        if (repository is not null && await PushScenario.PushAsync(run, repository, tag, ImageBehaviour.Healthy, cancellationToken) is { Code: not ExitCode.Done } bad)
        {
            return run.Conclude(bad);
        }

        var begin = run.Simulation.Now;
        run.Screen.Line();
        run.Screen.Beside([new($"{environment.Name}  ", Styles.Strong)], alarm.NameIn(run.Simulation.System.Name, environment.Name), Styles.Faint);
        Row(begin, "metric", $"{alarm.Metric} is held at {Beyond:0.##}; the limit is {alarm.Threshold:0.##} for {alarm.For.Text()}.", null);
        run.Simulation.Give(Inputs.Force(environment.Name, alarm.Name, Beyond));
        run.Playback.Changed = Look;
        run.Playback.Passing = now => run.Screen.Live($"  {Columns.Time(now)}  {Incident?.Status.ToString().ToLowerInvariant() ?? "waiting for the alarm"}");
        await run.Playback.UntilAsync(() => Incident?.ClosedAt is not null && !run.Installation.IsBusy, cancellationToken);
        Look();
        return run.Conclude(Conclude(Incident, begin));
    }

    private Incident? Incident => run.Installation.Memory.Incidents.All.Count > 0 ? run.Installation.Memory.Incidents.All[0] : null;

    public static Alarm Choose(EnvironmentManifest environment, string? name)
    {
        var names = environment.Alarms.Select(alarm => alarm.Name).ToList();
        return (name is null
            ? environment.Alarms.FirstOrDefault(alarm => alarm.Remediate.Any(step => step.Action is not (RemediationAction.Rollback or RemediationAction.Notify or RemediationAction.Page)))
                ?? (environment.Alarms is [var first, ..] ? first : null)
            : environment.Alarms.FirstOrDefault(alarm => alarm.Name == name))
            ?? throw new RefusalException(name is null
                ? $"{environment.Name} has no alarm in its manifest: choose another system with --system."
                : $"{environment.Name} has no alarm '{name}': {Suggestion.Sentence(name, names)}");
    }

    private double Beyond => alarm.Above ? alarm.Threshold * 1.2 : alarm.Threshold * 0.5;

    private void Look()
    {
        run.ShowReleases();
        if (Incident is not { } incident || (incident.Status, incident.Reason) == _shown)
        {
            return;
        }

        var (status, reason) = _shown;
        _shown = (incident.Status, incident.Reason);
        var step = incident.Step is { } taken && status == IncidentStatus.Open ? $"{Word(taken.Action)}: " : "";
        var added = reason.Length > 0 && incident.Reason.StartsWith(reason, StringComparison.Ordinal) ? incident.Reason[reason.Length..].TrimStart() : incident.Reason;
        var style = incident.Status switch
        {
            IncidentStatus.Resolved => Styles.Good,
            IncidentStatus.Escalated => Styles.Bad,
            _ => Styles.Strong,
        };
        Row(run.Simulation.Now, incident.Status.ToString().ToLowerInvariant(), $"{step}{added.Short()}", style);
    }

    private void Row(DateTimeOffset at, string label, string text, Spectre.Console.Style? style) =>
        run.Screen.Beside([new($"  {Columns.Time(at)}  "), new($"{label,-Columns.Label}  ", style)], text);

    private static string Word(RemediationAction action) => char.ToLowerInvariant(action.ToString()[0]) + action.ToString()[1..];

    private Conclusion Conclude(Incident? incident, DateTimeOffset begin) => incident switch
    {
        { Status: IncidentStatus.Resolved, Step: { } step } => new(
            ExitCode.Done,
            $"The alarm {alarm.Name} is quiet again, {(run.Simulation.Now - begin).Text()} after the metric rose; the step was {Word(step.Action)}{(incident.Release is { } release ? $" of {release}" : "")}."),
        null => new(ExitCode.Failed, $"The alarm {alarm.Name} never went off.", "This is a fault of slipway: the journal holds every event."),
        _ => new(ExitCode.Failed, $"The alarm {alarm.Name} needs a person ({incident.Status.ToString().ToLowerInvariant()}): {incident.Reason.Short().Sentence()}"),
    };
}
