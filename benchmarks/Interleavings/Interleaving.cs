using Slipway.Local.Account;
using Slipway.Local.Hosting;

namespace Slipway.Benchmarks.Interleavings;

/// <summary>
/// One random course of things on the embedded account: pushes good and bad, events that come twice, late or never, handlers that die
/// before or after their effect, channels that are out or refuse, pause hooks that hold a deployment, people who freeze, hold, lift, roll back, near and far, retry, decide and send images past gates, and what is swept and
/// tidied meanwhile. The seed is the whole course.
/// </summary>
public sealed class Interleaving : IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Days = TimeSpan.FromDays(2);
    private readonly Installation _installation;
    private readonly Stage _stage;
    private readonly Oracle _oracle;
    private readonly People _people;
    private readonly Housekeeping _housekeeping;
    private readonly Outages _outages;
    private readonly bool _isMaintained;
    private int _pushed;

    private Interleaving(int seed, TemplatePlan plan, bool isMaintained)
    {
        var chance = new Random(seed);
        var policy = Shop.Approvals[chance.Next(Shop.Approvals.Count)];
        _installation = new(new InstallationSettings
        {
            TemplatePath = plan.Template.Path,
            Plan = plan,
            Manifests = [Shop.Manifest(policy)],
            Seed = seed,
            Turbulence = new() { Duplicate = 0.15, Late = 0.15, Loss = 0.1 },
            KeepsHistories = false,
            Faults = (_, _) => chance.Next(200) switch { 0 => Fault.DiesBefore, 1 => Fault.DiesAfter, _ => Fault.None },
        });
        Shop.SetPauseHooks(_installation, policy, new(~seed ^ 1));
        _oracle = new(_installation, policy);
        _stage = new(_installation, chance);
        _isMaintained = isMaintained;
        _people = new(_stage, _oracle, isMaintained);
        _housekeeping = new(_stage, _oracle);
        _outages = new(_installation.Account.Channels, new(~seed));
    }

    /// <summary>What broke an invariant, in sentences; empty when nothing did.</summary>
    /// <param name="isMaintained">Whether every freeze is the maintenance of the environment in the middle, and more often: another course of the same seed.</param>
    public static IReadOnlyList<string> Run(int seed, TemplatePlan plan, bool isMaintained = false)
    {
        using var interleaving = new Interleaving(seed, plan, isMaintained);
        try
        {
            interleaving.Play();
        }
        catch (InvalidOperationException stuck)
        {
            return [.. interleaving._oracle.Judge(), stuck.Message];
        }

        return interleaving._oracle.Judge();
    }

    public void Dispose() => _installation.Dispose();

    private void Play()
    {
        _housekeeping.Sweep();
        var steps = 4 + _stage.Below(8);
        for (var step = 0; step < steps; step++)
        {
            _outages.Happen();
            Act();
            _stage.PassUpTo(LongestPause);
        }

        _people.LetGo();
        _oracle.Finish(Settle() && Settle() && _housekeeping.Sweep().Lost == 0);
    }

    /// <summary>What was lost is found by the sweep; what waits for people they decide, or its time ends.</summary>
    private bool Settle()
    {
        _stage.Pass(TimeSpan.FromMinutes(10));
        _housekeeping.Sweep();
        var isSettled = _stage.RunUntil(() => !_installation.IsBusy, Days);
        for (var round = 0; round < 8 && isSettled && IsAnybodyAsked(); round++)
        {
            _people.Decide();
            _stage.PassUpTo(LongestPause);
            isSettled = _stage.RunUntil(() => !_installation.IsBusy, Days);
        }

        _housekeeping.Tidy();
        return isSettled && _stage.RunUntil(() => !_installation.IsBusy && !IsAnybodyAsked(), Days);
    }

    private bool IsAnybodyAsked() => _installation.Memory.Releases.All.Any(release => release.WaitsForPeople());

    private void Act()
    {
        if (_isMaintained && _stage.Chance(0.2))
        {
            _people.Freeze();
            return;
        }

        var isDone = _stage.Below(19) switch
        {
            0 => Do(_people.Freeze),
            1 => Do(_people.Unfreeze),
            2 => Do(_people.Hold),
            3 => Do(_people.RollBack),
            4 => _people.Lift(),
            5 => _people.Promote(),
            6 or 7 or 8 => _people.Decide(),
            9 => Do(() => _housekeeping.Sweep()),
            10 => Do(_stage.Chance(0.5) ? _housekeeping.Tidy : _housekeeping.MakeSnapshot),
            11 => _people.Return(),
            12 => _people.Retry(),
            _ => false,
        };
        if (!isDone)
        {
            Push();
        }
    }

    private static bool Do(Action action)
    {
        action();
        return true;
    }

    private void Push()
    {
        var behaviour = _stage.Chance(0.6) ? ImageBehaviour.Healthy : _stage.Any(Enum.GetValues<ImageBehaviour>());
        var tag = _stage.Chance(0.1) ? "moving" : $"{1 + _stage.Below(2)}.{_stage.Below(10)}.{_pushed++}";
        var author = _stage.Chance(0.3) ? new Dictionary<string, string> { [Domain.Images.Push.AuthorLabel] = _stage.Any(Shop.Names) } : null;
        _oracle.Pushed(_installation.Account.Registry.Push(_stage.Any(Shop.Repositories), tag, behaviour, author));
    }
}
