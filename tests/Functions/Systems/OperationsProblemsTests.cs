using Slipway.Domain.Rollouts.Verification;

namespace Slipway.Tests.Functions.Systems;

/// <summary>What the author of a manifest is told: each case writes one thing of the sample differently.</summary>
public sealed class OperationsProblemsTests
{
    [Theory]
    [InlineData(
        "{kind: sns, to: shop-oncall}",
        "{kind: sns, to: shop-oncall, fallback: oncall}",
        "shop.yaml:58: notifications.channels.oncall.fallback: oncall → oncall is a circle in which nothing would arrive; remove one of these fallbacks")]
    [InlineData(
        "{kind: sns, to: shop-oncall}",
        "{kind: sns, to: shop-oncall, fallback: on-call}",
        "shop.yaml:58: notifications.channels.oncall.fallback: notifications.channels has no 'on-call'; did you mean 'oncall'?")]
    [InlineData(
        "{kind: sns, to: shop-oncall}",
        "{kind: sns, to: shop-oncall, channel: C0123456789, signingSecret: shop/key}",
        "shop.yaml:58: notifications.channels.oncall.channel: goes with kind: slack only; remove it\nshop.yaml:58: notifications.channels.oncall.signingSecret: goes with kind: webhook only; remove it")]
    [InlineData(
        "{kind: sns, to: shop-oncall}",
        "{kind: slack, to: shop/slack, channel: '#releases'}",
        "shop.yaml:58: notifications.channels.oncall.channel: write the id of a conversation in Slack such as C0123456789 instead of '#releases'")]
    [InlineData(
        "scan: {within: 15m}",
        "canary: {steps: [{share: 20%, for: 5m}]}",
        "shop.yaml:38: rollout.canary: belongs to strategy: canary; write that, or remove it")]
    [InlineData(
        "scan: {within: 15m}",
        "capacity: {nodes: many, within: soon, quotas: 3}",
        "shop.yaml:38: rollout.capacity.nodes: write one of grow, fixed instead of 'many'\nshop.yaml:38: rollout.capacity.quotas: unknown key; the keys here are nodes, within\nshop.yaml:38: rollout.capacity.within: write a duration such as 30s, 10m or 24h instead of 'soon'")]
    [InlineData(
        "scan: {within: 15m}",
        "pauseHooks: {continuedBy: ann, within: 3h}",
        "shop.yaml:38: rollout.pauseHooks: only services of ECS have pause hooks, and there are none here; remove it\nshop.yaml:38: rollout.pauseHooks.continuedBy: write one of others, slipway instead of 'ann'\nshop.yaml:38: rollout.pauseHooks.within: a release cannot wait that long; write at most 2h")]
    [InlineData(
        "scan: {within: 15m}",
        "pauseHooks: {continuedBy: slipway, within: 1h}",
        "shop.yaml:38: rollout.pauseHooks: only services of ECS have pause hooks, and there are none here; remove it\nshop.yaml:38: rollout.pauseHooks.within: belongs to continuedBy: others; remove it: Slipway takes no longer than verify.stableWithin and blueGreen.preview say")]
    [InlineData(
        "scan: {within: 15m}",
        "strategy: canary\n  canary: {steps: [{share: 20%, for: 1h}, {share: 10%, for: 2h}, {share: 100%, for: 5m}]}",
        "shop.yaml:39: rollout.canary.steps: a release cannot wait that long; write at most 2h together\nshop.yaml:39: rollout.canary.steps[1].share: is 10%, not more than the step before; write a greater share\nshop.yaml:39: rollout.canary.steps[2].share: is 100%; write from 1% to 90%")]
    [InlineData(
        "scan: {within: 15m}",
        "strategy: canary\n  canary: {compare: [{service: services.api, latency: {namespace: Shop, name: Latency, dimensions: [{name: Service, value: api}]}}]}",
        "shop.yaml:39: rollout.canary.compare[0].latency.dimensions: tell the canary from what serves by none; write {workload} in one, such as {name: Service, value: \"{workload}\"}")]
    [InlineData(
        "bake: 5m",
        "bake: 9h",
        "shop.yaml:39: rollout.verify.bake: a release cannot wait that long; write at most 3h")]
    [InlineData(
        "{url: https://shop.example.com/health}",
        "{url: https://shop.example.com/health, from: inside}",
        "shop.yaml:39: rollout.verify.smoke[0].from: requests are sent from outside; from inside a job asks: write jobs: [jobs.smoke-test] beside smoke, and under jobs smoke-test: {image: {repository: my-api}, run: [curl, -fsS, \"https://shop.example.com/health\"]}")]
    [InlineData(
        "{url: https://shop.example.com/health}",
        "{url: https://shop.example.com/health, from: pod, method: get}",
        "shop.yaml:39: rollout.verify.smoke[0].from: write 'outside' instead of 'pod'\nshop.yaml:39: rollout.verify.smoke[0].method: write one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS instead of 'get'; did you mean 'GET'?")]
    [InlineData(
        "{url: https://shop.example.com/health}",
        "{url: \"https://ann:s3cret@shop.example.com/health\"}",
        "shop.yaml:39: rollout.verify.smoke[0].url: has a name or a password before the host, which is not sent and stands in every reason; write headers: {Authorization: ...}")]
    [InlineData(
        "{url: https://shop.example.com/health}",
        "{url: https://shop.example.com/health, body: ping}",
        "shop.yaml:39: rollout.verify.smoke[0].body: GET sends no body; remove it or write method: POST")]
    [InlineData(
        "{url: https://shop.example.com/health}",
        "{url: https://shop.example.com/health, method: HEAD, contains: fine}",
        "shop.yaml:39: rollout.verify.smoke[0].contains: the answer to HEAD has no body; remove it or write method: GET")]
    [InlineData(
        "{url: https://shop.example.com/health}",
        "{url: https://shop.example.com/health, headers: {X Y: 1, Host: a, Accept: 1, accept: \"s3\\ncret\"}}",
        "shop.yaml:39: rollout.verify.smoke[0].headers.Host: is set by the connection itself; remove it\nshop.yaml:39: rollout.verify.smoke[0].headers.X Y: write a header's name such as Content-Type instead of 'X Y'\nshop.yaml:39: rollout.verify.smoke[0].headers.accept: has a value that no header takes; write letters, digits and signs of ASCII in one line\nshop.yaml:39: rollout.verify.smoke[0].headers.accept: stands here twice, only written otherwise; remove one")]
    [InlineData(
        "bake: 5m",
        "bake: 5m, internal: []",
        "shop.yaml:39: rollout.verify.internal: unknown key; the keys here are stableWithin, bake, smoke, metrics, jobs, suites")]
    [InlineData(
        "bake: 5m",
        "bake: 5m, metrics: [{namespace: Shop, name: Errors, statistic: Sum}]",
        "shop.yaml:39: rollout.verify.metrics[0]: write either above or below, such as above: 80%")]
    [InlineData(
        "bake: 5m",
        "bake: 5m, metrics: [{namespace: Shop, name: Errors, above: 5, missing: fine, dimensions: [{name: Workload, value: \"{workload}\"}]}]",
        "shop.yaml:39: rollout.verify.metrics[0].dimensions[0].value: {workload} belongs to canary.compare; write the name of one workload\nshop.yaml:39: rollout.verify.metrics[0].missing: write one of wait, good, bad instead of 'fine'\nshop.yaml:39: rollout.verify.metrics[0].statistic: missing; write statistic: Average, Sum, Minimum, Maximum or p99")]
    [InlineData(
        "bake: 5m",
        "bake: 5m, jobs: [jobs.smoke]",
        "shop.yaml:39: rollout.verify.jobs[0]: jobs has no 'smoke'; it has migrate")]
    [InlineData(
        "scan: {within: 15m}",
        "scan: {exceptions: [{id: CVE-2026-1, owner: ann, until: soon, reason: not reachable}]}",
        "shop.yaml:38: rollout.scan.exceptions[0].until: write a day such as 2026-12-31 instead of 'soon'")]
    [InlineData(
        "scan: {within: 15m}",
        "signature: {required: true}",
        "shop.yaml:38: rollout.signature: no signature could be valid; write whose are, such as keys: [{pem: '-----BEGIN PUBLIC KEY-----...'}]")]
    [InlineData(
        "scan: {within: 15m}",
        "signature: {required: false, within: 13h, certificates: [mine]}",
        "shop.yaml:38: rollout.signature.certificates[0]: write a certificate in PEM such as '-----BEGIN CERTIFICATE-----...' instead of 'mine'\nshop.yaml:38: rollout.signature.within: a release cannot wait that long; write at most 12h")]
    [InlineData(
        "scan: {within: 15m}",
        "signature: {required: true, keys: [{pem: mine}]}",
        "shop.yaml:38: rollout.signature.keys[0].pem: write a public key in PEM (ECDSA on P-256 or P-384, or RSA of 2048 bits or more) such as '-----BEGIN PUBLIC KEY-----...' instead of 'mine'")]
    [InlineData(
        "scan: {within: 15m}",
        "signature: {required: true, keys: [{kms: alias/cosign}]}",
        "shop.yaml:38: rollout.signature.keys[0].kms: write the ARN of a key in KMS such as arn:aws:kms:eu-central-1:111122223333:alias/cosign instead of 'alias/cosign'")]
    [InlineData(
        "scan: {within: 15m}",
        "signature: {required: true, keys: [{}]}",
        "shop.yaml:38: rollout.signature.keys[0]: write either pem or kms, such as {pem: '-----BEGIN PUBLIC KEY-----...'}")]
    [InlineData(
        "run: [migrate]}",
        "run: [migrate], timeout: 121m}",
        "shop.yaml:32: jobs.migrate.timeout: a release cannot wait that long; write at most 2h")]
    [InlineData(
        "{kind: sqs, consumer: services.worker}",
        "{kind: rabbitmq, consumer: worker}",
        "shop.yaml:36: queues.jobs.consumer: write a reference into services such as services.worker instead of 'worker'\nshop.yaml:36: queues.jobs.kind: write one of sqs, redis-list, redis-sorted-set, redis-set, bullmq, sidekiq, celery instead of 'rabbitmq'")]
    [InlineData(
        "consumer: services.worker",
        "consumer: services.workers",
        "shop.yaml:36: queues.jobs.consumer: services has no 'workers'; did you mean 'worker'?")]
    [InlineData(
        "within: 15m",
        "within: a while",
        "shop.yaml:38: rollout.scan.within: write a duration such as 30s, 10m or 24h instead of 'a while'")]
    [InlineData(
        "https://shop.example.com/health",
        "\"https://{host}/health\"",
        "shop.yaml:39: rollout.verify.smoke[0].url: write a URL such as https://api.example.com/health instead of 'https://{host}/health'")]
    [InlineData(
        "watch: services.api",
        "watch: services.app",
        "shop.yaml:42: alarms.api-cpu.watch: services has no 'app'; did you mean 'api'?")]
    [InlineData(
        "watch: services.api",
        "watch: foundation.loadBalancer",
        "shop.yaml:42: alarms.api-cpu.watch: foundation has no 'loadBalancer'; there are none\nshop.yaml:49: alarms.api-cpu.remediate[1].service: missing; the alarm watches no service, so write which one to scaleOut, such as service: api")]
    [InlineData(
        "    above: 80%\n",
        "",
        "shop.yaml:41: alarms.api-cpu: write either above or below, such as above: 80%")]
    [InlineData(
        "above: 80%",
        "above: a lot",
        "shop.yaml:46: alarms.api-cpu.above: write a number, a percentage, a duration or a size such as 10, 80%, 2s or 20Gi instead of 'a lot'")]
    [InlineData(
        "above: 80%",
        "above: 80%\n    below: 20%",
        "shop.yaml:41: alarms.api-cpu: write either above or below, such as above: 80%")]
    [InlineData(
        "statistic: Average",
        "statistic: Mean",
        "shop.yaml:45: alarms.api-cpu.statistic: write a statistic such as Average, Sum, Minimum, Maximum or p99 instead of 'Mean'")]
    [InlineData(
        "period: 1m",
        "period: 45s",
        "shop.yaml:47: alarms.api-cpu.period: is 45s; CloudWatch takes 10s, 20s, 30s or whole minutes")]
    [InlineData(
        "for: 5m",
        "for: 90s",
        "shop.yaml:48: alarms.api-cpu.for: is 90s; write a whole number of periods of 1m")]
    [InlineData(
        "below: 20%",
        "below: 20Gi",
        "shop.yaml:55: alarms.db-storage.below: write a percentage up to 100% such as 80% instead of '20Gi', because 'of' says what it is a part of")]
    [InlineData(
        "of: storage.size",
        "of: max_conections",
        "shop.yaml:56: alarms.db-storage.of: write one of storage.size, max_connections instead of 'max_conections'; did you mean 'max_connections'?")]
    [InlineData(
        "watch: databases.main",
        "watch: services.api",
        "shop.yaml:56: alarms.db-storage.of: belongs to an alarm that watches a database; remove it or write watch: databases.<name>")]
    [InlineData(
        "{action: scaleOut, upTo: 6}",
        "{action: scaleout, upTo: 6}",
        "shop.yaml:49: alarms.api-cpu.remediate[1].action: write one of rollback, scaleOut, restart, pauseWorkers, notify, page instead of 'scaleout'; did you mean 'scaleOut'?")]
    [InlineData(
        "{action: scaleOut, upTo: 6}",
        "{action: restart, upTo: 6}",
        "shop.yaml:49: alarms.api-cpu.remediate[1].upTo: belongs to action: scaleOut; remove it from restart")]
    [InlineData(
        "{action: scaleOut, upTo: 6}",
        "{action: restart, service: web}",
        "shop.yaml:49: alarms.api-cpu.remediate[1].service: services has no 'web'; it has api, worker")]
    [InlineData(
        ", ifDeployedWithin: 30m",
        "",
        "shop.yaml:49: alarms.api-cpu.remediate[0].ifDeployedWithin: missing; write how recent the release must be, such as ifDeployedWithin: 30m")]
    [InlineData(
        "critical: [oncall]",
        "critical: [on-call]",
        "shop.yaml:59: notifications.routes.critical[0]: notifications.channels has no 'on-call'; did you mean 'oncall'?")]
    [InlineData(
        "critical: [oncall]",
        "urgent: [oncall]",
        "shop.yaml:59: notifications.routes.urgent: unknown key; the keys here are critical, warning, info")]
    [InlineData(
        "kind: sns, to: shop-oncall",
        "kind: sms, to: shop-oncall",
        "shop.yaml:58: notifications.channels.oncall.kind: write one of email, sns, slack, pagerduty, webhook instead of 'sms'; did you mean 'sns'?")]
    [InlineData(
        "production: {lines",
        "prod: {lines",
        "shop.yaml:63: budget.environments.prod: environments has no 'prod'; it has staging, production")]
    [InlineData(
        "{component: rds, monthly: 140}",
        "{component: rds, monthly: 140}, {component: rds, monthly: $5}",
        "shop.yaml:63: budget.environments.production.lines[1].component: 'rds' has a line already; add the amounts up in one line\nshop.yaml:63: budget.environments.production.lines[1].monthly: write a number such as 140 instead of '$5'")]
    public void A_mistake_in_what_watches_tells_or_pays_is_told_with_its_place_and_what_to_write(string written, string instead, string problems) =>
        Assert.Equal(problems, string.Join('\n', Sample.Problems(Sample.With(written, instead))));

    /// <summary>A job that verifies needs an image, which a release brings or a digest names, and a command.</summary>
    [Theory]
    [InlineData("{image: {repository: shop-api}, run: [smoke]}", "")]
    [InlineData("{image: {repository: curl/curl, registry: public.ecr.aws, digest: \"sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"}, run: [curl]}", "")]
    [InlineData("{image: {repository: shop-api}}", "jobs.smoke.run: missing; rollout.verify.jobs[0] runs this job, so write run: [npm, run, migrate]")]
    [InlineData("{image: {repository: shop-tests}, run: [smoke]}", "jobs.smoke.image.repository: no service runs images of 'shop-tests', so no release brings one; they run shop-api, shop-worker")]
    [InlineData("{image: {repository: curl/curl, registry: public.ecr.aws}, run: [curl]}", "jobs.smoke.image.digest: missing; rollout.verify.jobs[0] runs this image of another registry, so write digest: sha256:0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("{image: {repository: shop-api, digest: latest}, run: [smoke]}", "jobs.smoke.image.digest: belongs to an image of another registry; remove it, since the release brings its own, or write registry: public.ecr.aws\njobs.smoke.image.digest: write an image's digest such as sha256:0000000000000000000000000000000000000000000000000000000000000000 instead of 'latest'")]
    public void A_verification_job_must_be_one_that_can_be_run(string job, string problems)
    {
        var text = Sample.With("bake: 5m", "bake: 5m, jobs: [jobs.smoke]").Replace("jobs:\n  migrate:", $"jobs:\n  smoke: {job}\n  migrate:", StringComparison.Ordinal);

        Assert.Equal(problems, string.Join('\n', Sample.Problems(text).Select(problem => problem.Split(": ", 2)[1])));
    }

    [Fact]
    public void What_a_verification_asks_is_read()
    {
        var rollout = Sample.Load(Sample.With(
            "{bake: 5m, smoke: [{url: https://shop.example.com/health}]}",
            "{bake: 5m, smoke: [{url: https://shop.example.com/orders, from: outside, method: POST, headers: {X-Test: 1}, body: '{}', expect: 201, contains: id}], metrics: [{namespace: Shop, name: Latency, dimensions: [{name: Service, value: api}], statistic: p99, above: 2s, missing: good}, {namespace: Shop, name: Orders, statistic: Sum, below: 1}]}")).Require().Environments[0].Rollout;

        var smoke = Assert.Single(rollout.Smoke);
        Assert.Equal(("POST", "{}", 201, "id", "X-Test", "1"), (smoke.Method, smoke.Body, smoke.Expect, smoke.Contains, smoke.Headers[0].Name, smoke.Headers[0].Value));
        Assert.Equivalent(new MetricCheck(new("Shop", "Latency", [new("Service", "api")]), "p99", 2, Above: true) { Missing = MissingMetric.Good }, rollout.Metrics[0]);
        Assert.Equivalent(new MetricCheck(new("Shop", "Orders", []), "Sum", 1, Above: false) { Missing = MissingMetric.Wait }, rollout.Metrics[1]);
    }
}
