using System.Text.Json;
using Slipway.Domain;
using Slipway.Domain.Images;
using Slipway.Domain.Interventions;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;
using Slipway.Local.Account;
using Slipway.Local.Hosting;
using Slipway.Local.StepFunctions;

namespace Slipway.Tests.EndToEnd;

/// <summary>Slipway installed in the embedded account with the manifest of one of the systems.</summary>
internal sealed class Account : IDisposable
{
    private readonly Dictionary<WorkloadAddress, Digest> _before;

    public Account(string system = "cv-hub", Func<InstallationSettings, InstallationSettings>? settings = null, Func<string, string>? manifest = null)
    {
        var path = Path.Combine(Repository.Root, "systems", $"{system}.yaml");
        var text = File.ReadAllText(path);
        var own = new InstallationSettings
        {
            TemplatePath = Path.Combine(Repository.Root, "template.yaml"),
            Manifests = [new ManifestText(Path.GetFileName(path), manifest is null ? text : manifest(text))],
        };
        Manifest = own.Manifests[0];
        Slipway = new Installation(settings is null ? own : settings(own));
        Slipway.Account.Start();
        _before = Slipway.Account.Cluster.Workloads.Where(workload => Serving(workload).Count > 0).ToDictionary(workload => workload, workload => Serving(workload)[0]);
    }

    public Installation Slipway { get; }

    /// <summary>As it was installed.</summary>
    public ManifestText Manifest { get; }

    public IReadOnlyList<Release> Releases => Slipway.Memory.Releases.All;

    /// <summary>The workloads that no longer serve what they served at the beginning, and nothing else.</summary>
    public IReadOnlyList<string> Changed => [.. _before.Where(pair => Serving(pair.Key).Any(digest => digest != pair.Value)).Select(pair => $"{pair.Key.Cluster}/{pair.Key.Name}")];

    public Release Release(string environment) => Assert.Single(Releases, release => release.Environment.Value == environment);

    public WorkloadAddress Workload(string environment, string service)
    {
        var manifest = Slipway.Systems[0].Environment(new(environment));
        return WorkloadAddress.Of(manifest, manifest.Service(new(service)));
    }

    public IReadOnlyList<Digest> Serving(WorkloadAddress workload) => Slipway.Account.Cluster.ServingDigests(workload);

    public Image Push(string repository, ImageBehaviour behaviour = ImageBehaviour.Healthy, string tag = "4f1c2d9") =>
        Slipway.Account.Registry.Push(repository, tag, behaviour);

    /// <summary>What a person asks for and is answered; without an answer, what was asked.</summary>
    public Intervention Ask(InterventionKind kind, string reason, Func<Intervention, Intervention>? what = null, string? id = null)
    {
        var asked = new Intervention(id ?? $"i-{Slipway.Memory.Interventions.All.Count + 1}", kind, "ann", reason);
        asked = what?.Invoke(asked) ?? asked;
        Slipway.Deployment.Invoke(Slipway.Template.Function("Intervene")!, JsonSerializer.Serialize(asked, DomainJson.Default.Intervention), _ => { });
        Run(TimeSpan.FromSeconds(5));
        return Slipway.Memory.Interventions.All.FirstOrDefault(kept => kept.Id == asked.Id) ?? asked;
    }

    public void Run(TimeSpan time) => Slipway.Clock.RunUntil(Slipway.Clock.GetUtcNow() + time);

    /// <summary>Runs until it is so, at most two days: schedules go on for ever.</summary>
    public void RunUntil(Func<bool> isSo) => Assert.True(Slipway.Clock.RunUntil(isSo, Slipway.Clock.GetUtcNow().AddDays(2)), "what the run was to come to did not come");

    /// <summary>Runs until nothing is left to do, at most two days, and then for the pods' grace.</summary>
    public void Settle()
    {
        Run(TimeSpan.FromSeconds(5));
        Assert.True(Slipway.Clock.RunUntil(() => !Slipway.IsBusy, Slipway.Clock.GetUtcNow().AddDays(2)), "the run did not come to an end");
        Run(TimeSpan.FromMinutes(5));
    }

    /// <summary>What must be so after every end: leases are free, nothing runs, every record is final and told to people once.</summary>
    public void AssertNothingIsLeft()
    {
        Assert.Empty(Slipway.StateMachines.Executions.Where(execution => execution.Status is ExecutionStatus.TimedOut or ExecutionStatus.Aborted).Select(execution => execution.Name));
        Assert.All(Releases, release => Assert.Single(Slipway.Memory.Outbox.Notices, notice => notice.Id == release.Id.Named("notice", release.Status.ToString(), 200)));
        Assert.All(Slipway.Memory.Outbox.All, entry => Assert.True(entry.IsDone, $"{entry.Notice.Id} was not told to everybody"));
        Assert.All(Slipway.Account.Channels.Told.GroupBy(told => (told.Notice.Id, told.Channel)), same => Assert.Single(same));
        Assert.Empty(Slipway.Memory.Leases.Held);
        Assert.Empty(Slipway.Account.Unsettled);
        Assert.Empty(Slipway.Account.Cluster.Canaries);
        Assert.All(Releases, release => Assert.True(release.Status.IsFinal(), $"{release.Id} is {release.Status}"));
        Assert.All(Releases, release => Assert.NotEmpty(release.Reason));
        Assert.Empty(Slipway.StateMachines.Executions.Where(execution => execution.Status == ExecutionStatus.Running).Select(execution => execution.Name));

        // Ticks that are still to come are none of it.
        Assert.All(Slipway.Deployment.Queues.Where(queue => queue.Resource.LogicalId != "ScalingTicks"), queue => Assert.Equal(0, queue.Depth.Total));
    }

    public void Dispose() => Slipway.Dispose();
}
