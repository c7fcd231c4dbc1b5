using System.Text.Json.Nodes;

namespace Slipway.Tests.Wire.Kubernetes.Fake;

/// <summary>The Job controller without retries: one pod, whose end is the job's; a passed deadline ends the pod and fails the job.</summary>
internal sealed class FakeJobs(FakeStore store, FakeNodes nodes)
{
    public void Step(DateTimeOffset now)
    {
        foreach (var job in store.All("jobs"))
        {
            if (EndOf(job) is { } end)
            {
                if ((int?)job.Spec["ttlSecondsAfterFinished"] is { } kept && now >= end.AddSeconds(kept))
                {
                    store.Remove(job);
                }
            }
            else
            {
                Step(job, now);
            }
        }
    }

    private void Step(StoredObject job, DateTimeOffset now)
    {
        if (job.Status["startTime"] is null)
        {
            store.Write(job, () => job.Status["startTime"] = FakeStore.Text(now));
            Create(job);
            return;
        }

        var pods = store.OwnedBy(job, "pods");
        var phase = (string?)(pods.Count > 0 ? pods[0] : null)?.Status["phase"];
        if (phase is "Succeeded" or "Failed")
        {
            End(job, now, phase == "Succeeded" ? "Complete" : "Failed", phase == "Succeeded" ? "CompletionsReached" : "BackoffLimitExceeded", "Job has reached the specified backoff limit");
        }
        else if ((int?)job.Spec["activeDeadlineSeconds"] is { } limit && now >= FakeStore.Time(job.Status["startTime"]).AddSeconds(limit))
        {
            // The condition comes when the pods are gone.
            foreach (var pod in pods)
            {
                nodes.End(pod, now);
            }

            if (pods.Count == 0)
            {
                End(job, now, "Failed", "DeadlineExceeded", "Job was active longer than specified deadline");
            }
        }
    }

    private void Create(StoredObject job)
    {
        var template = job.Spec["template"]!;
        var pod = new JsonObject { ["metadata"] = template["metadata"]?.DeepClone() ?? new JsonObject(), ["spec"] = template["spec"]!.DeepClone() };
        pod["metadata"]!["name"] = $"{job.Name}-x7k2p";
        var labels = (pod["metadata"]!["labels"] ??= new JsonObject()).AsObject();
        (labels["batch.kubernetes.io/controller-uid"], labels["batch.kubernetes.io/job-name"], labels["job-name"]) = (job.Uid, job.Name, job.Name);
        store.Create("pods", job.Namespace, pod, "kube-controller-manager", job);
    }

    private void End(StoredObject job, DateTimeOffset now, string type, string reason, string message) => store.Write(job, () =>
    {
        FakeNodes.SetCondition(job, type, "True", reason, message);
        job.Status["fake/ended"] = FakeStore.Text(now);
    });

    private static DateTimeOffset? EndOf(StoredObject job) => job.Status["fake/ended"] is { } end ? FakeStore.Time(end) : null;
}
