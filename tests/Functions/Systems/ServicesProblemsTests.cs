namespace Slipway.Tests.Functions.Systems;

/// <summary>What the author of a manifest is told: each case writes one thing of the sample differently.</summary>
public sealed class ServicesProblemsTests
{
    [Theory]
    [InlineData(
        "kind: Deployment",
        "kind: deployment",
        "shop.yaml:18: services.api.kind: write one of Deployment, StatefulSet, DaemonSet, EcsService instead of 'deployment'; did you mean 'Deployment'?")]
    [InlineData(
        "    kind: Deployment\n    image: {repository: shop-api}",
        "    image: {repository: shop-api}",
        "shop.yaml:17: services.api.kind: missing; write kind: Deployment")]
    [InlineData(
        "replicas: {min: 2, desired: 3, max: 6}",
        "replicas: {min: 7, desired: 3, max: 6}",
        "shop.yaml:20: services.api.replicas.min: is 7, more than max, which is 6; write at most 6")]
    [InlineData(
        "replicas: {min: 2, desired: 3, max: 6}",
        "replicas: {min: 2, desired: 9, max: 6}",
        "shop.yaml:20: services.api.replicas.desired: is 9; write a number from min to max, 2 to 6")]
    [InlineData(
        "replicas: {min: 2, desired: 3, max: 6}",
        "replicas: {min: two, max: 6}",
        "shop.yaml:20: services.api.replicas.min: write a whole number from 0 to 1000 such as 2 instead of 'two'")]
    [InlineData(
        "replicas: {min: 2, desired: 3, max: 6}",
        "replicas: {min: 2, max: \"6\"}",
        "shop.yaml:20: services.api.replicas.max: write a whole number from 1 to 1000 such as 4 instead of '6'; without the quotes it is one")]
    [InlineData(
        "replicas: {min: 2, desired: 3, max: 6}",
        "replicas: 3",
        "shop.yaml:20: services.api.replicas: write a map such as {min: 2, max: 4} instead of '3'")]
    [InlineData(
        "image: {repository: shop-worker}",
        "image: {repository: shop-api}\n    workload: api\n    container: api",
        "shop.yaml:21: services.worker: runs in the same container as services.api (api/api); give it its own workload or container")]
    [InlineData(
        "dependsOn: [api]",
        "dependsOn: [apo]",
        "shop.yaml:25: services.worker.dependsOn[0]: services has no 'apo'; did you mean 'api'?")]
    [InlineData(
        "dependsOn: [api]",
        "dependsOn: [worker]",
        "shop.yaml:25: services.worker.dependsOn: worker → worker is a circle; remove one of these dependencies")]
    [InlineData(
        "    replicas: {min: 2, desired: 3, max: 6}",
        "    replicas: {min: 2, desired: 3, max: 6}\n    dependsOn: [worker]",
        "shop.yaml:26: services.worker.dependsOn: api → worker → api is a circle; remove one of these dependencies")]
    [InlineData(
        "queue: jobs, ",
        "",
        "shop.yaml:28: services.worker.scaling.metrics[0].queue: missing; write the queue whose depth counts, such as queue: jobs")]
    [InlineData(
        "queue: jobs",
        "queue: job",
        "shop.yaml:28: services.worker.scaling.metrics[0].queue: queues has no 'job'; did you mean 'jobs'?")]
    [InlineData(
        "target: 100",
        "target: 70%",
        "shop.yaml:28: services.worker.scaling.metrics[0].target: write a number of messages such as 100 instead of '70%'")]
    [InlineData(
        "metric: queueDepth, queue: jobs, target: 100, as: total",
        "metric: cpu, target: 100, as: total",
        "shop.yaml:28: services.worker.scaling.metrics[0].as: belongs to metric: queueDepth or oldestMessage or cloudWatch; remove it here\nshop.yaml:28: services.worker.scaling.metrics[0].target: write a percentage from 1% to 100% such as 70% instead of '100'")]
    [InlineData(
        "{metric: queueDepth, queue: jobs, target: 100, as: total}",
        "{metric: oldestMessage, queue: jobs, target: 100, as: perReplica}",
        "shop.yaml:28: services.worker.scaling.metrics[0].as: write value or total: an age is not shared among replicas\nshop.yaml:28: services.worker.scaling.metrics[0].target: write a duration such as 60s instead of '100'")]
    [InlineData(
        "{metric: queueDepth, queue: jobs, target: 100, as: total}",
        "{metric: cloudWatch, name: Sessions, period: 90s, queue: jobs, target: 100}",
        "shop.yaml:28: services.worker.scaling.metrics[0].namespace: missing; write the metric's namespace, such as namespace: My/App\nshop.yaml:28: services.worker.scaling.metrics[0].period: is 90s; write whole minutes from 1m to 1h\nshop.yaml:28: services.worker.scaling.metrics[0].queue: belongs to metric: queueDepth or oldestMessage; remove it here")]
    [InlineData(
        "metrics:\n        - {metric: queueDepth, queue: jobs, target: 100, as: total}",
        "drain: {queue: jobs, wait: 2h, work: 5s}",
        "shop.yaml:27: services.worker.scaling.drain.wait: is 2h; write from 1s to 1h")]
    [InlineData(
        "metrics:\n        - {metric: queueDepth, queue: jobs, target: 100, as: total}",
        "zero: {cooldown: 1m}",
        "shop.yaml:26: services.worker.scaling: write either metrics or drain, such as drain: {queue: jobs, wait: 60s}\nshop.yaml:27: services.worker.scaling.zero: belongs to replicas.min: 0; remove it, or let the service have no replicas")]
    [InlineData(
        "metric: queueDepth, queue: jobs, target: 100, as: total",
        "metric: requests, target: 80%",
        "shop.yaml:28: services.worker.scaling.metrics[0].metric: belongs to nodeGroups; write cpu or memory here: what is used of what the replicas request")]
    [InlineData(
        "\njobs:",
        "\nnodeGroups:\n  worker: {nodes: {min: 4, max: 2}}\njobs:",
        "shop.yaml:32: nodeGroups.worker: worker is a service already; write another name here, such as worker-nodes with group: worker\nshop.yaml:32: nodeGroups.worker.nodes.min: is 4, more than max, which is 2; write at most 2")]
    [InlineData(
        "\njobs:",
        "\nnodeGroups:\n  big: {group: apps, nodes: {min: 1, max: 2}, scaling: {metrics: [{metric: cpu, target: 70%}]}}\n  small: {group: apps, nodes: {min: 1, max: 2}, scaling: {drain: {queue: jobs, wait: 1m, work: 5s}}}\njobs:",
        "shop.yaml:32: nodeGroups.big.scaling.metrics[0].metric: belongs to services; a node is full by what its pods request, so write metric: requests instead of cpu\nshop.yaml:33: nodeGroups.small: is the node group apps, as nodeGroups.big is; scale it once\nshop.yaml:33: nodeGroups.small.scaling.drain: belongs to services; let the nodes follow what their pods request: metrics: [{metric: requests, target: 80%}]")]
    [InlineData(
        "kind: Deployment\n    image: {repository: shop-worker}",
        "kind: DaemonSet\n    image: {repository: shop-worker}",
        "shop.yaml:26: services.worker.scaling: belongs to a Deployment, StatefulSet or EcsService; a DaemonSet has one replica on each node")]
    [InlineData(
        "metrics:\n        - {metric: queueDepth, queue: jobs, target: 100, as: total}",
        "drain: {queue: jobs, wait: 1m}",
        "shop.yaml:27: services.worker.scaling.drain.work: missing; jobs is a sqs, which does not count its messages, so write how long one takes, such as work: 5s")]
    [InlineData(
        "    replicas: {min: 1, max: 4}\n    dependsOn: [api]\n    scaling:\n      metrics:\n        - {metric: queueDepth, queue: jobs, target: 100, as: total}",
        "    replicas: {min: 0, max: 4}\n    dependsOn: [api]\n    scaling:\n      metrics:\n        - {metric: cpu, target: 70%}",
        "shop.yaml:27: services.worker.scaling.metrics: nothing here wakes a service with replicas.min: 0; add a queueDepth, such as {metric: queueDepth, queue: jobs, target: 10}, or write min: 1")]
    [InlineData(
        "{percent: 100, period: 30s}",
        "{percent: 100, pods: 4, period: 30s}",
        "shop.yaml:29: services.worker.scaling.scaleUp.policies[0]: write either pods or percent, such as {pods: 1, period: 60s}")]
    [InlineData(
        "{percent: 100, period: 30s}",
        "{percent: 100, period: 2h}",
        "shop.yaml:29: services.worker.scaling.scaleUp.policies[0].period: is 2h; write from 1s to 30m")]
    [InlineData(
        "{percent: 100, period: 30s}",
        "{percent: 100, period: 30}",
        "shop.yaml:29: services.worker.scaling.scaleUp.policies[0].period: write a duration such as 30s, 10m or 24h instead of '30'")]
    [InlineData(
        "[{percent: 100, period: 30s}]",
        "[]",
        "shop.yaml:29: services.worker.scaling.scaleUp.policies: is empty; write at least one, such as [{pods: 1, period: 60s}]")]
    [InlineData(
        ", run: [migrate]}",
        "}",
        "shop.yaml:32: jobs.migrate.run: missing; databases.main.migrations.job runs this job, so write run: [npm, run, migrate]")]
    [InlineData(
        "{image: {repository: shop-api}, run",
        "{image: {repository: shop-app}, run",
        "shop.yaml:32: jobs.migrate.image.repository: no service runs images of 'shop-app', so no release brings one; did you mean 'shop-api'?")]
    [InlineData(
        "job: migrate}",
        "job: migrat}",
        "shop.yaml:34: databases.main.migrations.job: jobs has no 'migrat'; did you mean 'migrate'?")]
    [InlineData(
        "job: migrate}",
        "job: migrate, reversibility: maybe}",
        "shop.yaml:34: databases.main.migrations.reversibility: write one of reversible, expand-contract, irreversible instead of 'maybe'")]
    [InlineData(
        "job: migrate}",
        "job: migrate, reversibility: reversible}",
        "shop.yaml:34: databases.main.migrations.down: missing; a migration is reversible by a job that takes it back, so write down: migrate-down, or reversibility: expand-contract")]
    [InlineData(
        "storage: {size: 100Gi}",
        "storage: {size: 100Gi}, encrypted: true, backup: {crossRegion: {to: us-west-2}}",
        "shop.yaml:34: databases.main.backup.crossRegion.key: missing; the copy of an encrypted snapshot is encrypted with a key of us-west-2, so write key: alias/my-key")]
    [InlineData(
        "class: db.t3.medium, ",
        "preflight: {connections: 80%}, ",
        "shop.yaml:34: databases.main.preflight.connections: nobody knows how many connections this database takes; write maxConnections: 450 or its class")]
    [InlineData(
        "class: db.t3.medium, ",
        "class: db.t3.medium, backup: {window: 3-4}, ",
        "shop.yaml:34: databases.main.backup.window: write hours of the day in UTC such as '03:00-04:00' instead of '3-4'")]
    [InlineData(
        "size: 100Gi",
        "size: 100GB",
        "shop.yaml:34: databases.main.storage.size: write a size such as 100Gi instead of '100GB'")]
    [InlineData(
        "storage: {size: 100Gi}",
        "storage: {}",
        "shop.yaml:56: alarms.db-storage.of: databases.main does not tell its storage.size; write its storage: {size: 100Gi}")]
    [InlineData(
        "engine: postgres",
        "engine: oracle",
        "shop.yaml:34: databases.main.engine: write one of postgres, mysql, mariadb, aurora-postgresql, aurora-mysql instead of 'oracle'")]
    [InlineData(
        "services:\n  api:",
        "release: {together: [shop-api]}\nservices:\n  api:",
        "shop.yaml:16: release.together[0]: is alone; name the repositories that are released with it, such as [my-api, my-web], or leave release.together out")]
    [InlineData(
        "services:\n  api:",
        "release: {together: [shop-api, shop-wrker]}\nservices:\n  api:",
        "shop.yaml:16: release.together[1]: no service runs images of 'shop-wrker'; did you mean 'shop-worker'?")]
    [InlineData(
        "services:\n  api:",
        "release: {}\nservices:\n  api:",
        "shop.yaml:16: release.together: missing; write together: [my-api, my-web]")]
    public void A_mistake_in_a_service_a_job_or_a_database_is_told_with_its_place_and_what_to_write(string written, string instead, string problems) =>
        Assert.Equal(problems, string.Join('\n', Sample.Problems(Sample.With(written, instead))));

    [Fact]
    public void A_queue_that_hides_what_is_being_worked_on_proves_nothing_about_a_wait()
    {
        var text = Sample.With("metrics:\n        - {metric: queueDepth, queue: jobs, target: 100, as: total}", "drain: {queue: jobs, wait: 1m}");

        Assert.Equal(
            ["shop.yaml:27: services.worker.scaling.drain.queue: jobs is a redis-list, which does not tell what is being worked on; write metrics: [{metric: queueDepth, queue: jobs, target: 10}] instead of drain"],
            Sample.Problems(text.Replace("jobs: {kind: sqs,", "jobs: {kind: redis-list, backend: caches.main,", StringComparison.Ordinal).Replace("queues:\n", "caches: {main: {engine: redis}}\nqueues:\n", StringComparison.Ordinal)));
    }
}
