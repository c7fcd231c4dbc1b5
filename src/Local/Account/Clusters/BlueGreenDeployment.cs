using Slipway.Domain;
using Slipway.Domain.Rollouts.Pauses;

namespace Slipway.Local.Account.Clusters;

/// <summary>
/// How a service of ECS deploys blue/green by itself: all replicas of the new revision come beside the old ones, take all requests at once
/// when each is ready, and the old ones are kept for a while. Who asks for the old revision again meanwhile has it back at once. A pause hook
/// holds it at its place until somebody continues it.
/// </summary>
internal sealed class BlueGreenDeployment(TimeSpan keep, Revision begun)
{
    private readonly HashSet<PausePlace> _passed = [];
    private Revision _toward = begun;
    private bool _isBack = true;
    private int _pauses;

    public TimeSpan Keep => keep;

    /// <summary>Where pause hooks of the service hold each deployment.</summary>
    public IReadOnlySet<PausePlace> Hooks { get; set; } = new HashSet<PausePlace>();

    /// <summary>Where it is held now; null where it is not.</summary>
    public RolloutPause? Pause { get; private set; }

    /// <summary>The revision that requests go to.</summary>
    public Revision Production { get; private set; } = begun;

    /// <summary>The revision that they went to before, while it is kept.</summary>
    public Revision? Kept { get; private set; }

    /// <summary>Whether requests can go to what is wanted, and go elsewhere still.</summary>
    public bool IsReady(int desired, Revision wanted, IReadOnlyList<Pod> pods) =>
        Production != wanted && desired > 0 && pods.Count(pod => pod.IsReady && pod.Revision == wanted) >= desired;

    /// <summary>From now on it is on its way to this revision; the way back to what still runs is held nowhere.</summary>
    public void Toward(Revision wanted)
    {
        if (_toward != wanted)
        {
            (_toward, _isBack, Pause) = (wanted, wanted == Kept || wanted == Production, null);
            _passed.Clear();
        }
    }

    /// <summary>Comes to a place on its way; false where a pause hook holds it there.</summary>
    public bool Passes(PausePlace place)
    {
        if (_isBack || !Hooks.Contains(place) || _passed.Contains(place))
        {
            return true;
        }

        Pause ??= new($"pause-{++_pauses}", $"{place}", place, null, GoesOn: false);
        return false;
    }

    public void Continue(RolloutPause pause)
    {
        if (Pause?.Hook != pause.Hook)
        {
            throw new UnavailableException($"The deployment is not held at {pause.Stage} any longer.");
        }

        _passed.Add(Pause.Place);
        Pause = null;
    }

    /// <summary>What was left for a kept side is not kept in its turn.</summary>
    public void Switch(Revision wanted) => (Kept, Production) = (Kept == wanted ? null : Production, wanted);

    public void Drop(Revision kept) => Kept = Kept == kept ? null : Kept;

    public ReplacementPlan Next(int desired, Revision wanted, IReadOnlyList<Pod> pods)
    {
        var live = pods.Where(pod => !pod.IsLeaving).ToList();
        var current = live.Where(pod => pod.Revision == wanted).ToList();
        var missing = Math.Max(0, desired - current.Count);
        return new([.. ReplacementPlan.New(pods, Production == wanted || (missing > 0 && Passes(PausePlace.BeforeReplicas)) ? missing : 0)], [.. ReplacementPlan.Excess(current, desired), .. live.Where(pod => pod.Revision != wanted && pod.Revision != Production && pod.Revision != Kept)]);
    }
}
