using System.Text.Json;
using Slipway.Domain;
using Slipway.Domain.Gates;
using Slipway.Domain.Images;
using Slipway.Domain.Interventions;
using Slipway.Domain.Restraints;
using Slipway.Local.Account;
using Slipway.Local.Events;
using Slipway.Local.Hosting;

namespace Slipway.Benchmarks.Interleavings;

/// <summary>
/// One random course of things on the embedded account: pushes good and bad, events that come twice, late or never, handlers that die
/// before or after their effect, and people who freeze, hold, lift, roll back and send images past gates. The seed is the whole course.
/// </summary>
public sealed class Interleaving : IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(30);
    private readonly Random _chance;
    private readonly Installation _installation;
    private readonly Oracle _oracle;
    private int _asked;

    private Interleaving(int seed, TemplatePlan plan)
    {
        _chance = new(seed);
        var turbulence = new Turbulence { Duplicate = 0.15, Late = 0.15 };
        _installation = new(new InstallationSettings
        {
            TemplatePath = plan.Template.Path,
            Plan = plan,
            Manifests = [Shop.Manifest],
            Seed = seed,
            Turbulence = turbulence,
            Faults = (_, _) => _chance.Next(200) switch { 0 => Fault.DiesBefore, 1 => Fault.DiesAfter, _ => Fault.None },
        });
        _oracle = new(_installation);
    }

    /// <summary>What broke an invariant, in sentences; empty when nothing did.</summary>
    public static IReadOnlyList<string> Run(int seed, TemplatePlan plan)
    {
        using var interleaving = new Interleaving(seed, plan);
        interleaving.Play();
        return interleaving._oracle.Judge();
    }

    public void Dispose() => _installation.Dispose();

    private void Play()
    {
        var steps = 4 + _chance.Next(8);
        for (var step = 0; step < steps; step++)
        {
            Act();
            Pass(LongestPause * _chance.NextDouble() * _chance.NextDouble());
        }

        LetGo();
        Pass(TimeSpan.FromMinutes(10));
        _oracle.Finish(_installation.Clock.RunUntil(() => !_installation.IsBusy, _installation.Clock.GetUtcNow().AddDays(2)));
    }

    private void Pass(TimeSpan time) => _installation.Clock.RunUntil(_installation.Clock.GetUtcNow() + time);

    private void Act()
    {
        switch (_chance.Next(12))
        {
            case 0:
                Ask(InterventionKind.Freeze, asked => asked with { System = Shop.Name, Environment = Any(Shop.Environments), Expires = Chance(0.5) ? Now.AddMinutes(1 + _chance.Next(60)) : null });
                break;
            case 1:
                Ask(InterventionKind.Unfreeze, asked => asked with { System = Shop.Name, Environment = Any(Shop.Environments) });
                break;
            case 2:
                Ask(Chance(0.5) ? InterventionKind.Hold : InterventionKind.Unhold, asked => asked with { System = Shop.Name, Environment = Any(Shop.Environments), Service = new(Any<string>(["api", "web"])) });
                break;
            case 3:
                Ask(InterventionKind.RollBack, asked => asked with { System = Shop.Name, Environment = Any(Shop.Environments), Service = new(Any<string>(["api", "web", "worker"])) });
                break;
            case 4 when _installation.Memory.Restraints.All.FirstOrDefault(restraint => restraint.Kind == RestraintKind.Quarantine) is { } quarantine:
                Ask(InterventionKind.Lift, asked => asked with { Digest = Digest.Parse(quarantine.Scope) });
                _oracle.Lifted(Digest.Parse(quarantine.Scope));
                break;
            case 5 when _installation.Memory.Releases.All is { Count: > 0 } releases:
                var again = Any(releases);
                IReadOnlyList<WaivedGate> waives = Chance(0.3) ? [Any(Enum.GetValues<WaivedGate>())] : [];
                Ask(InterventionKind.Promote, asked => asked with { System = Shop.Name, Environment = Any(Shop.Environments), Image = new(again.Push.Image.Repository, null, again.Push.Image.Digest), Waives = waives });
                break;
            default:
                Push();
                break;
        }
    }

    private void Push()
    {
        var behaviour = Chance(0.6) ? ImageBehaviour.Healthy : Any(Enum.GetValues<ImageBehaviour>());
        var tag = Chance(0.1) ? "moving" : $"{_chance.Next(1, 3)}.{_chance.Next(10)}.{_asked++}";
        _oracle.Pushed(_installation.Account.Registry.Push(Any(Shop.Repositories), tag, behaviour));
    }

    /// <summary>What people stopped they let go in the end, so that everything can come to its end.</summary>
    private void LetGo()
    {
        foreach (var restraint in _installation.Memory.Restraints.All.Where(restraint => restraint.Kind != RestraintKind.Quarantine))
        {
            var names = restraint.Scope.Split('/');
            Ask(restraint.Kind == RestraintKind.Freeze ? InterventionKind.Unfreeze : InterventionKind.Unhold, asked => asked with
            {
                System = new(names[0]),
                Environment = new(names[1]),
                Service = names.Length > 2 ? new(names[2]) : null,
            });
        }
    }

    /// <summary>A person whose request gets no answer asks again under the same id.</summary>
    private void Ask(InterventionKind kind, Func<Intervention, Intervention> what)
    {
        var asked = what(new($"i-{_asked++}", kind, "ann", "because"));
        var json = JsonSerializer.Serialize(asked, DomainJson.Default.Intervention);
        for (var attempt = 0; attempt < 20 && _installation.Memory.Interventions.All.All(kept => kept.Id != asked.Id); attempt++)
        {
            _installation.Deployment.Invoke(_installation.Template.Function("Intervene")!, json, _ => { });
            Pass(TimeSpan.FromSeconds(2));
        }
    }

    private DateTimeOffset Now => _installation.Clock.GetUtcNow();

    private bool Chance(double share) => _chance.NextDouble() < share;

    private T Any<T>(IReadOnlyList<T> choices) => choices[_chance.Next(choices.Count)];
}
