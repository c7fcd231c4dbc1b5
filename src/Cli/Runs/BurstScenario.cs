using Slipway.Cli.Screens;
using Slipway.Domain;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Scaling;
using Slipway.Domain.Systems;

namespace Slipway.Cli.Runs;

/// <summary>Puts many messages into a queue at once and shows how its consumer is scaled out, and in again.</summary>
internal sealed class BurstScenario(Run run, ScalingTarget target)
{
    private const int Messages = 10_000;
    private const int DepthRows = 5;
    private const int ReplicaRows = 3;
    private static readonly TimeSpan Sampled = TimeSpan.FromSeconds(15);
    private readonly List<ScalingDecision> _decisions = [];
    private readonly List<double> _depths = [];
    private readonly List<double> _replicas = [];
    private DateTimeOffset? _seen;
    private DateTimeOffset? _sampled;

    public async Task<ExitCode> PlayAsync(CancellationToken cancellationToken)
    {
        var (environment, service, queue) = target;
        run.Announce($"{Messages} messages arrive at once in the queue {queue} of {run.Simulation.System.Name} in {environment.Name}; {service.Name} takes them.");
        run.Screen.Paragraph($"{service.Name} may have {service.Replicas.Min} to {service.Replicas.Max} replicas; a tick looks every 15 s.", style: Styles.Faint);
        run.Screen.Line();
        var begin = run.Simulation.Now;
        run.Simulation.Give(Inputs.Schedules);
        run.Simulation.Give(Inputs.Burst(environment.Name, queue, Messages));
        run.Playback.Changed = () => Look(environment, service);
        run.Playback.Passing = now => run.Screen.Live([.. Chart(), $"  {Columns.Time(now)}  {_decisions.LastOrDefault()?.Reason}"]);
        await run.Playback.UntilAsync(() => IsOver(service), cancellationToken);
        run.Screen.Line();
        foreach (var line in Chart())
        {
            run.Screen.Line(new Piece(line));
        }
        var peak = _decisions.Select(decision => decision.To).DefaultIfEmpty().Max();
        return run.Conclude(IsOver(service)
            ? new(ExitCode.Done, $"{service.Name} went from {service.Replicas.Min} to {peak} replicas and back within {(run.Simulation.Now - begin).Text()}; the queue is empty.")
            : new(ExitCode.Failed, $"{service.Name} did not come back to {service.Replicas.Min} replicas: it has {_decisions.LastOrDefault()?.To ?? service.Replicas.Desired}.", "slipway run --scenario queue-burst --json holds every decision."));
    }

    private IEnumerable<string> Chart() =>
    [
        .. LineChart.Draw("messages that wait", _depths, run.Screen.Width - 4, DepthRows),
        .. LineChart.Draw($"replicas of {target.Service.Name}", _replicas, run.Screen.Width - 4, ReplicaRows),
    ];

    private void Sample(EnvironmentManifest environment, Service service)
    {
        var now = run.Simulation.Now;
        if (_sampled is { } last && now - last < Sampled)
        {
            return;
        }

        _sampled = now;
        var queue = environment.Queues.Single(queue => queue.Name == target.Queue);
        var depth = run.Installation.Account.Queues.ReadAsync(run.Simulation.System.Name, environment, queue, CancellationToken.None).Result.Depth;
        _depths.Add(depth is null ? 0 : depth.Visible + depth.InFlight);
        _replicas.Add(run.Installation.Account.Cluster.ReadAsync(WorkloadAddress.Of(environment, service), CancellationToken.None).Result.Ready);
    }

    private void Look(EnvironmentManifest environment, Service service)
    {
        Sample(environment, service);
        var state = run.Installation.Memory.ScalingStates.All.FirstOrDefault(state => state.Environment == environment.Name && state.Service == service.Name);
        if (state is not { Decision: { } decision, At: { } at } || at == _seen)
        {
            return;
        }

        _seen = at;
        var before = _decisions.LastOrDefault();
        _decisions.Add(decision);
        if (before is null || decision.From != decision.To || Kind(before) != Kind(decision))
        {
            var ready = run.Installation.Account.Cluster.ReadAsync(WorkloadAddress.Of(environment, service), CancellationToken.None).Result.Ready;
            var label = decision.From == decision.To ? $"{decision.To} replicas" : $"{decision.From} → {decision.To}";
            run.Screen.Beside(
                [new($"  {Columns.Time(at)}  "), new($"{label,-Columns.Label}  ", decision.From == decision.To ? Styles.Faint : Styles.Strong)],
                $"{decision.Reason} ({ready} ready)");
        }
    }

    /// <summary>A decision without its figures: what must change until it is worth a line.</summary>
    private static string Kind(ScalingDecision decision) => decision.Reason[(decision.Reason.IndexOf(": ", StringComparison.Ordinal) + 1)..];

    private bool IsOver(Service service) =>
        _decisions.Count > 0 && _decisions.Max(decision => decision.To) > service.Replicas.Min && _decisions[^1] is { To: var to, From: var from } && to == from && to == service.Replicas.Min && _depths[^1] == 0;
}
