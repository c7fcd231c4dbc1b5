using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Domain;
using Slipway.Domain.Gates;
using Slipway.Domain.Images;
using Slipway.Domain.Interventions;
using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;

namespace Slipway.Benchmarks.Interleavings;

/// <summary>What people ask for: to freeze, hold, lift, roll back and promote, and what they answer when a release waits for them, on the command line or on the page.</summary>
internal sealed partial class People(Stage stage, Oracle oracle, bool isMaintained)
{
    private readonly List<(string Id, ReleaseId Release)> _said = [];
    private int _asked;

    public void Freeze() => Ask(InterventionKind.Freeze, asked => Frozen(Somewhere(asked)) with { Expires = stage.Chance(0.5) ? stage.Now.AddMinutes(1 + stage.Below(60)) : null });

    public void Unfreeze() => Ask(InterventionKind.Unfreeze, asked => Frozen(Somewhere(asked)) with { IsMaintenance = null });

    public void Hold() => Ask(stage.Chance(0.5) ? InterventionKind.Hold : InterventionKind.Unhold, asked => Somewhere(asked) with { Service = new(stage.Any<string>(["api", "web"])) });

    /// <summary>What serves somewhere, or one release, which may be anywhere on its way.</summary>
    public void RollBack()
    {
        var releases = stage.Installation.Memory.Releases.All;
        var running = releases.Where(release => release.Status.IsRunning()).ToList();
        var named = running.Count > 0 && stage.Chance(0.5) ? stage.Any(running) : releases.Count > 0 && stage.Chance(0.3) ? stage.Any(releases) : null;
        Ask(InterventionKind.RollBack, asked => named is null ? Somewhere(asked) with { Service = new(stage.Any<string>(["api", "web", "worker"])) } : asked with { Release = named.Id });
    }

    /// <summary>To any release that there was, whether or not one may return to it: most often to one that was good there.</summary>
    public bool Return()
    {
        var environment = stage.Any(Shop.Environments);
        var there = stage.Installation.Memory.Releases.All.Where(release => release.Environment == environment || stage.Chance(0.1)).ToList();
        var good = there.Where(release => release.Status == ReleaseStatus.Verified).ToList();
        if (there.Count == 0)
        {
            return false;
        }

        var target = good.Count > 0 && stage.Chance(0.9) ? stage.Any(good) : stage.Any(there);
        var left = there.Where(release => release.IsLeftThere()).ToList();
        Ask(InterventionKind.RollBack, asked => left.Count > 0 && stage.Chance(0.5)
            ? asked with { To = target.Id, Release = stage.Any(left).Id }
            : asked with { To = target.Id, System = Shop.Name, Environment = environment, Service = stage.Any(target.Services).Service });
        return true;
    }

    /// <summary>One that failed, or one that anything became of.</summary>
    public bool Retry()
    {
        var releases = stage.Installation.Memory.Releases.All;
        var failed = releases.Where(release => release.IsLeftThere()).ToList();
        if (releases.Count == 0 || (failed.Count == 0 && stage.Chance(0.7)))
        {
            return false;
        }

        var named = stage.Any(failed.Count > 0 ? failed : releases);
        Ask(stage.Chance(0.7) ? InterventionKind.Retry : InterventionKind.RollBack, asked => asked with { Release = named.Id });
        return true;
    }

    public bool Lift()
    {
        if (stage.Installation.Memory.Restraints.All.FirstOrDefault(restraint => restraint.Kind == RestraintKind.Quarantine) is not { } quarantine)
        {
            return false;
        }

        Ask(InterventionKind.Lift, asked => asked with { Digest = Digest.Parse(quarantine.Scope) });
        oracle.Lifted(Digest.Parse(quarantine.Scope));
        return true;
    }

    public bool Promote()
    {
        if (stage.Installation.Memory.Releases.All is not { Count: > 0 } releases)
        {
            return false;
        }

        var again = stage.Any(releases).Push.Image;
        IReadOnlyList<WaivedGate> waives = stage.Chance(0.3) ? [stage.Any(Enum.GetValues<WaivedGate>())] : [];
        Ask(InterventionKind.Promote, asked => Somewhere(asked) with { Image = new(again.Repository, null, again.Digest), Waives = waives });
        return true;
    }

    /// <summary>Somebody decides on a release: most often one that waits, most often in time, most often for it.</summary>
    public bool Decide()
    {
        var asked = stage.Installation.Memory.Releases.All.Where(release => release.Approval is not null).ToList();
        var waiting = asked.Where(release => release.Status == ReleaseStatus.Waiting).ToList();
        if (asked.Count == 0 || (waiting.Count == 0 && stage.Chance(0.7)))
        {
            return false;
        }

        if (stage.Chance(0.3))
        {
            AnswerPage();
        }
        else
        {
            Say(stage.Any(waiting.Count > 0 && stage.Chance(0.9) ? waiting : asked).Id);
        }

        return true;
    }

    /// <summary>What people stopped they let go in the end, so that everything can come to its end.</summary>
    public void LetGo()
    {
        foreach (var restraint in stage.Installation.Memory.Restraints.All.Where(restraint => restraint.Kind != RestraintKind.Quarantine))
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

    private void Say(ReleaseId release)
    {
        var approves = stage.Chance(0.85);
        var by = stage.Any(Shop.Names);
        var repeated = _said.Count > 0 && stage.Chance(0.1) ? stage.Any(_said) : default;
        oracle.Says(by, repeated.Id is null ? release : repeated.Release, approves);
        var answer = Ask(approves ? InterventionKind.Approve : InterventionKind.Reject, asked => asked with { By = by, Release = repeated.Id is null ? release : repeated.Release }, repeated.Id);
        _said.Add((answer.Id, answer.Release!.Value));
        if (!approves && repeated.Id is null && answer.Outcome == InterventionOutcome.Done)
        {
            oracle.Rejected(release);
        }
    }

    /// <summary>A link that was sent once: it may be used by now, or too old, or its release may be gone on.</summary>
    private void AnswerPage()
    {
        var links = stage.Installation.Memory.Outbox.Notices.Where(notice => notice.IsPersonal).Select(notice => Link().Match(notice.Text).Groups[1].Value).ToList();
        if (links.Count == 0)
        {
            return;
        }

        var (token, approves) = (stage.Chance(0.7) ? links[^(1 + stage.Below(Math.Min(3, links.Count)))] : stage.Any(links), stage.Chance(0.85));
        var words = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.Split('.')[0])).Split('\n');
        oracle.Says(words[2], new(words[1]), approves);
        stage.Invoke("AnswerApproval", Post($"t={token}&decision={(approves ? "approve" : "reject")}&reason=tried"));
    }

    private static string Post(string form) => new JsonObject
    {
        ["version"] = "2.0",
        ["rawPath"] = "/",
        ["requestContext"] = new JsonObject { ["http"] = new JsonObject { ["method"] = "POST", ["path"] = "/", ["sourceIp"] = "192.0.2.7" } },
        ["body"] = form,
    }.ToJsonString();

    private Intervention Frozen(Intervention asked) => isMaintained ? asked with { Environment = Shop.Environments[1], IsMaintenance = true } : asked;

    private Intervention Somewhere(Intervention asked) => asked with { System = Shop.Name, Environment = stage.Any(Shop.Environments) };

    /// <summary>A person whose request gets no answer asks again under the same id.</summary>
    private Intervention Ask(InterventionKind kind, Func<Intervention, Intervention> what, string? id = null)
    {
        var asked = what(new(id ?? $"i-{_asked++}", kind, "ann", "because"));
        var held = stage.Installation.Memory.Leases.Held;
        var answer = JsonSerializer.Deserialize(stage.Insist("Intervene", JsonSerializer.Serialize(asked, DomainJson.Default.Intervention))!, DomainJson.Default.Intervention)!;
        oracle.Answered(answer, held);
        return answer;
    }

    [GeneratedRegex(@"\?t=(\S+)$")]
    private static partial Regex Link();
}
