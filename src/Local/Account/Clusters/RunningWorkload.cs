using System.Text.Json.Nodes;
using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Canary;
using Slipway.Domain.Rollouts.Pauses;
using Slipway.Domain.Rollouts.Templates;
using Slipway.Domain.Systems;

namespace Slipway.Local.Account.Clusters;

/// <summary>A workload and its pods: the controller that brings what runs to what is asked for.</summary>
internal sealed class RunningWorkload(WorkloadAddress address, Service service, TimeSpan stableWithin, Cluster cluster, PodLife life, Chance chance)
{
    private readonly List<Pod> _pods = [];
    private readonly HashSet<string> _restarts = new(StringComparer.Ordinal);
    private Revision? _revision;
    private Image? _image;
    private BlueGreenDeployment? _blueGreen;
    private int _made;

    public WorkloadAddress Address => address;

    public Service Service => service;

    public TimeSpan StableWithin => stableWithin;

    /// <summary>The highest token that changed it.</summary>
    public long Token { get; private set; }

    /// <summary>Whether it leaves for good: a canary that was ended.</summary>
    public bool IsEnding { get; private set; }

    /// <summary>Of a canary, which requests reach it.</summary>
    public CanaryTraffic Traffic { get; private set; }

    public int Desired { get; private set; }

    /// <summary>Counts every change that was asked for.</summary>
    public int Changes { get; private set; }

    public IReadOnlyList<Pod> Pods => _pods;

    /// <summary>The pods that take requests or messages.</summary>
    public IEnumerable<Pod> Serving => _pods.Where(pod => pod.IsReady && (_blueGreen is null || pod.Revision == _blueGreen.Production));

    /// <summary>The pods that only a test listener reaches: the green side of a service that deploys blue/green by itself.</summary>
    public IEnumerable<Pod> Green => _blueGreen is { } deployment && deployment.Production != _revision ? _pods.Where(pod => pod.IsReady && pod.Revision == _revision) : [];

    public Image Image => _image ?? throw new InvalidOperationException($"{address.Name} has not begun.");

    /// <summary>An old side that is kept has nothing to arrive at.</summary>
    public bool IsSettled => _pods.Where(pod => pod.Revision != _blueGreen?.Kept).ToList() is var pods && pods.Count == Desired && pods.All(pod => pod.IsReady && pod.Revision == _revision);

    /// <summary>Stands there from the start with all its replicas ready.</summary>
    /// <param name="keep">Of a service that deploys blue/green by itself, how long it keeps the old side.</param>
    public void Begin(Image image, int replicas, TimeSpan? keep = null)
    {
        (_image, _revision, Desired) = (image, new(image.Digest, ""), replicas);
        foreach (var ordinal in Enumerable.Range(0, replicas))
        {
            var pod = Make(ordinal);
            pod.Phase = PodPhase.Ready;
            _pods.Add(pod);
        }

        _blueGreen = keep is { } time ? new(time, _revision) : null;
    }

    public void ChangeImage(Image image, long token)
    {
        RefuseOlder(token);
        Token = token;
        if (image.Digest != Image.Digest)
        {
            (_image, _revision) = (image, _revision! with { Digest = image.Digest });
            Changed();
        }
    }

    /// <summary>What its pods are made from, as whoever applied it wrote it.</summary>
    public WorkloadTemplate Template => WorkloadTemplate.Of(Written());

    /// <summary>Somebody else gives it another template, without any token.</summary>
    public void Rewrite(Action<JsonObject> write)
    {
        var template = Written();
        write(template);
        if (template.ToJsonString() is var text && text != _revision!.Template)
        {
            _revision = _revision with { Template = text };
            Changed();
        }
    }

    public void Restore(WorkloadTemplate template, Image image, long token)
    {
        RefuseOlder(token);
        Token = token;
        var revision = _revision! with { Digest = image.Digest, Template = template.Text == First ? null : template.Text };
        if (revision != _revision)
        {
            (_image, _revision) = (image, revision);
            Changed();
        }
    }

    /// <summary>Gives a service of ECS that deploys blue/green by itself pause hooks.</summary>
    public void SetPauseHooks(IReadOnlySet<PausePlace> places) => Conducted.Hooks = places;

    public void Continue(RolloutPause pause)
    {
        Conducted.Continue(pause);
        if (pause.Place == PausePlace.AfterRequests)
        {
            DropLater(Conducted);
        }

        Reconcile();
    }

    public void RefuseOlder(long token) => address.RefuseOlder(token, Token);

    public void Take(CanaryTraffic traffic)
    {
        if (traffic != Traffic)
        {
            cluster.Changing();
            Traffic = traffic;
        }
    }

    /// <summary>Takes all replicas away, and itself with the last.</summary>
    public void End()
    {
        cluster.Changing();
        IsEnding = true;
        Scale(0);
        ForgetIfGone();
    }

    public void Scale(int replicas)
    {
        if (replicas != Desired)
        {
            Desired = replicas;
            Changed();
        }
    }

    public void Restart(string restartId)
    {
        if (_restarts.Add(restartId))
        {
            _revision = _revision! with { RestartId = restartId };
            Changed();
        }
    }

    public ReplicaCount Count()
    {
        var live = _pods.Where(pod => !pod.IsLeaving).ToList();
        return new(Desired, live.Count, live.Count(pod => pod.IsReady), live.Exists(pod => pod.Revision != _revision));
    }

    public WorkloadState Read()
    {
        var live = _pods.Where(pod => !pod.IsLeaving).ToList();
        var updated = live.Where(pod => pod.Revision == _revision).ToList();
        return new(Image, Desired, updated.Count, updated.Count(pod => pod.IsReady), live.Count(pod => pod.Revision != _revision && pod.Revision != _blueGreen?.Kept), [.. updated
            .Where(pod => pod.Reason is not null)
            .Select(pod => new PodTrouble(pod.Name, pod.Reason!, pod.Message ?? ""))])
        {
            Template = Template.Fingerprint,
            Pause = _blueGreen?.Pause,
            IsOldSideKept = _blueGreen?.Kept is { } kept && kept != _revision,
        };
    }

    /// <summary>Moves a pod to a phase; who watches what serves is told before.</summary>
    public void Becomes(Pod pod, PodPhase phase)
    {
        cluster.Changing();
        pod.Phase = phase;
    }

    /// <summary>Does what is next until nothing is: creates, ends, and waits for the pods' own time.</summary>
    public void Reconcile()
    {
        while (Plan() is { IsEmpty: false } plan)
        {
            foreach (var pod in plan.End)
            {
                life.End(pod, this, () => Gone(pod));
            }

            foreach (var ordinal in plan.Create)
            {
                var pod = Make(ordinal);
                _pods.Add(pod);
                cluster.Place(pod, this);
            }
        }
    }

    /// <summary>Ends a pod whose node goes; another takes its place.</summary>
    public void Evict(Pod pod)
    {
        life.End(pod, this, () => Gone(pod));
        Reconcile();
    }

    public void Place(Pod pod) => life.Begin(pod, this);

    private ReplacementPlan Plan() => address.Kind switch
    {
        _ when _blueGreen is not null => Switched(_blueGreen).Next(Desired, _revision!, _pods),
        WorkloadKind.Deployment => RollingReplacement.Deployment.Next(Desired, _revision!, _pods),
        WorkloadKind.EcsService => RollingReplacement.EcsService.Next(Desired, _revision!, _pods),
        WorkloadKind.StatefulSet => new OneByOneReplacement(Ordered: true).Next(Desired, _revision!, _pods),
        _ => new OneByOneReplacement(Ordered: false).Next(Desired, _revision!, _pods),
    };

    private BlueGreenDeployment Switched(BlueGreenDeployment deployment)
    {
        if (deployment.IsReady(Desired, _revision!, _pods) && deployment.Passes(PausePlace.BeforeTests) && deployment.Passes(PausePlace.BeforeRequests))
        {
            cluster.Changing();
            deployment.Switch(_revision!);
            if (deployment.Passes(PausePlace.AfterRequests))
            {
                DropLater(deployment);
            }
        }

        return deployment;
    }

    private BlueGreenDeployment Conducted => _blueGreen ?? throw new InvalidOperationException($"{address.Name} does not deploy blue/green by itself.");

    private void DropLater(BlueGreenDeployment deployment)
    {
        if (deployment.Kept is { } kept)
        {
            life.Later(deployment.Keep, this, () => deployment.Drop(kept));
        }
    }

    private void Changed()
    {
        Changes++;
        _blueGreen?.Toward(_revision!);
        Reconcile();
    }

    private void Gone(Pod pod)
    {
        _pods.Remove(pod);
        cluster.PlaceWaiting(address.Cluster);
        ForgetIfGone();
    }

    private void ForgetIfGone()
    {
        if (IsEnding && _pods.Count == 0)
        {
            cluster.Forget(this);
        }
    }

    /// <summary>The template that it begins with: one container with nothing set.</summary>
    private string First => new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = address.Container, ["env"] = new JsonArray() }) }.ToJsonString();

    private JsonObject Written() => JsonNode.Parse(_revision?.Template ?? First)!.AsObject();

    private Pod Make(int ordinal) => new(PodNames.Of(address, _revision!, ordinal, ++_made, chance), ordinal, Image, _revision!);
}
