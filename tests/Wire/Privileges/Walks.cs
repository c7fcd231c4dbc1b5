using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Aws.Databases;
using Slipway.Aws.Ecs;
using Slipway.Aws.Records;
using Slipway.Domain.Approvals;
using Slipway.Domain.Gates;
using Slipway.Domain.Images;
using Slipway.Domain.Interventions;
using Slipway.Domain.Notifications;
using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Canary;
using Slipway.Domain.Snapshots;
using Slipway.Domain.Systems;
using Slipway.Functions.Approvals;
using Slipway.Functions.Costs;
using Slipway.Functions.Releases;
using Slipway.Functions.Scaling;
using Slipway.Functions.Snapshots;
using Slipway.Local.Hosting;

namespace Slipway.Tests.Wire.Privileges;

/// <summary>For each function an event that takes it far, with the records that it finds.</summary>
internal sealed class Walks(GuardedAccount account)
{
    private static readonly SystemName System = new("shop");
    private static readonly EnvironmentName Production = new("production");
    private static readonly ServiceName Api = new("api");
    private static readonly SystemManifest Shop = Functions.Systems.Sample.Load(Functions.Systems.Sample.Text).Manifest!;
    private static int s_digests;

    public async Task<string> EventAsync(string function) => function switch
    {
        "AcceptRegistryEvents" => await RegistryEventsAsync(),
        "AcceptAlarms" => Sample("cloudwatch-alarm.json").Replace("cv-hub-", "shop-", StringComparison.Ordinal),
        "SweepRegistries" => await SweepAsync(),
        "QueueRelease" => Text(await SavedAsync(ReleaseStatus.Waiting)),
        "PromoteRelease" => Text(await SavedAsync(ReleaseStatus.Verified, environment: "staging")),
        "AbandonPromotion" => Text(await SavedAsync(ReleaseStatus.Verified, environment: "staging")),
        "Intervene" => Text(new Intervention($"i-{Guid.NewGuid():N}", InterventionKind.RollBack, "ann", "wrong totals") { Release = (await LeasedAsync(ReleaseStatus.Verified, Changed)).Id }),
        "AwaitGates" => Text(new GateWait(await SavedAsync(ReleaseStatus.Waiting), "token")),
        "AnswerApproval" => Text(await DecisionAsync()),
        "GateRelease" => Text(await SavedAsync(ReleaseStatus.Waiting, environment: "staging")),
        "CopyImage" => Text(await SavedAsync(ReleaseStatus.Waiting)),
        "AcquireLeases" => Text(await SavedAsync(ReleaseStatus.Gated, release => release with { Waiver = new([WaivedGate.Upstream], "ann", "a walk") })),
        "CreateSnapshots" => Text(await SavedAsync(ReleaseStatus.Snapshotting)),
        "CheckSnapshots" => Text(await LeasedAsync(ReleaseStatus.Snapshotting, release => release with { Snapshots = [new("slipway-1", new(new("us-east-1"), "shop", false), SnapshotStatus.Creating, 0, Now)] })),
        "StartMigrations" => Text(await SavedAsync(ReleaseStatus.Migrating, WithJob)),
        "CheckMigrations" => Text(await LeasedAsync(ReleaseStatus.Migrating, WithJob)),
        "RunCanaries" => Text(await WithoutCanaryAsync(await LeasedAsync(ReleaseStatus.Rolling, Tried))),
        "CheckCanaries" => Text(await LeasedAsync(ReleaseStatus.Rolling, Tried)),
        "ChangeWorkloads" => Text(await LeasedAsync(ReleaseStatus.Migrating)),
        "CheckRollout" => Text(await LeasedAsync(ReleaseStatus.Rolling, Changed)),
        "CheckPauses" => Text(await LeasedAsync(ReleaseStatus.Rolling, Changed)),
        "VerifyRelease" => Text(await LeasedAsync(ReleaseStatus.Verifying, release => WithVerification(Changed(release)))),
        "RollBack" => Text(await MigratingAsync()),
        "CheckRollback" => Text(await LeasedAsync(ReleaseStatus.RollingBack, release => Changed(Reverting(release with { Services = [new(Api, account.Workload with { Kind = WorkloadKind.Deployment })] })))),
        "FinishRelease" => Text(await LeasedAsync(ReleaseStatus.Verified)),
        "DeliverNotices" => await NoticeAsync(),
        "BeginScaling" => Text(new ScalingMinute(0)),
        "AcceptTicks" => await TickAsync(),
        "CheckScaling" => Text(new ScalingChange(System, Production, new("worker"), 2, 4, Now)),
        "PlanRemediation" => Text(await IncidentAsync()),
        "ApplyRemediation" => Text(await IncidentAsync(incident => incident with { Step = new(RemediationAction.Restart) })),
        "UndoRelease" => Text(await TurnedBackAsync()),
        "FindUndone" => Text(await TurnedBackAsync()),
        "CheckAlarm" => Text(await IncidentAsync(incident => incident with { Status = IncidentStatus.Watching })),
        "CloseIncident" => Text(await PausedAsync()),
        "PlanCostReports" => Text(new CostRequest("2026-01", null)),
        "PlanTidying" => Text(new TidyRound(null)),
        "TidySnapshots" => Text(await ToBeTidiedAsync()),
        "ReportCosts" => Text(new CostRequest("2026-01", System)),
        _ => throw new InvalidOperationException($"There is no event for {function}: write one."),
    };

    /// <summary>A tick at which every target is looked at, however shortly after another test's.</summary>
    private async Task<string> TickAsync()
    {
        var states = new DynamoScalingStates(account.Records, TimeProvider.System);
        foreach (var environment in Shop.Environments)
        {
            foreach (var target in environment.Services.Select(service => service.Name).Append(GuardedAccount.NodeGroup))
            {
                await states.SaveAsync(await states.ReadAsync(System, environment.Name, target, Token) with { At = null }, Token);
            }
        }

        return Sample("autoscaling-tick.json");
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static string Sample(string file) => File.ReadAllText(Path.Combine(Repository.Root, "events", file));

    private static Push Push()
    {
        var number = Interlocked.Increment(ref s_digests);
        return new($"push-{number}", new("123456789012.dkr.ecr.us-east-1.amazonaws.com", "shop-api", Digest.Parse($"sha256:{number:x12}{new string('0', 52)}")), "v1", Now);
    }

    private Release WithJob(Release release) => release with { Migrations = [new("migrate", new(account.Workload, release.Id.Named("migrate")), TimeSpan.FromMinutes(5), Now)] };

    private Release WithVerification(Release release) =>
        release with { Verifications = [new("smoke-test", new(account.Workload, release.Id.Named("smoke-test", "verify")), TimeSpan.FromMinutes(5), Now) { Run = ["smoke"] }] };

    /// <summary>With a job that takes its migration back.</summary>
    private Release Reverting(Release release) => WithJob(release) with
    {
        Reversibility = Reversibility.Reversible,
        Reverts = [new("migrate-down", new(account.Workload, release.Id.Named("migrate-down")), ["down"], TimeSpan.FromMinutes(5))],
    };

    /// <summary>Its canary is asked for, or there already.</summary>
    private static Release Tried(Release release) =>
        release.Changed(release.Services[0] with { CanaryReplicas = 1 }) with { Canary = CanaryProgress.Begin(CanaryPlan.Usual, Now) };

    /// <summary>An earlier walk's is gone, so that this one makes it.</summary>
    private async Task<Release> WithoutCanaryAsync(Release release)
    {
        await new EcsCanaries(account.Administrator).EndAsync(account.Workload, release.FencingToken, Token);
        return release;
    }

    private static Release Changed(Release release) => release.Changed(release.Services[0] with { ChangedAt = Now, Previous = release.Image, PreviousReplicas = 9 });

    /// <summary>Somebody's word, by a link that is signed with the key of the account.</summary>
    private async Task<UrlRequest> DecisionAsync()
    {
        var release = await SavedAsync(ReleaseStatus.Waiting, release => release with { Approval = new(Now.AddMinutes(-1), Now.AddHours(1)) });
        await new DynamoGateWaits(account.Records, TimeProvider.System).KeepAsync(release.Image.Digest, release.Id, "token", Token);
        var link = new DecisionLink(release.Id, "leads", Now.AddHours(1)).Sign(GuardedAccount.ApprovalKey);
        return new("/", "", new Dictionary<string, string>(), new(new("POST", "192.0.2.1")), $"t={link}&decision=approve&reason=fine", false);
    }

    /// <summary>A push, and the end of a scan for which a release waits.</summary>
    private async Task<string> RegistryEventsAsync()
    {
        var waiting = await SavedAsync(ReleaseStatus.Waiting);
        await new DynamoGateWaits(account.Records, TimeProvider.System).KeepAsync(waiting.Image.Digest, waiting.Id, "token", Token);
        var push = JsonNode.Parse(Sample("ecr-push.json").Replace("cv-hub-api", "shop-api", StringComparison.Ordinal))!;
        var scan = JsonNode.Parse(Regex.Replace(Sample("ecr-scan.json"), "sha256:[0-9a-f]{64}", waiting.Image.Digest.Value))!;
        push["Records"]!.AsArray().Add(scan["Records"]![0]!.DeepClone());
        return push.ToJsonString();
    }

    private async Task<Release> SavedAsync(ReleaseStatus status, Func<Release, Release>? change = null, string environment = "production")
    {
        var opened = Release.Open(Shop, Shop.Environment(new(environment)), [Shop.Environment(Production).Service(Api)], Push(), Now);
        var release = opened with { Status = status, Services = [new(Api, account.Workload)], FencingToken = 1, Stages = [.. opened.Stages, new(status, Now, "")] };
        return await new DynamoReleases(account.Records, TimeProvider.System).SaveAsync(change?.Invoke(release) ?? release, Token);
    }

    /// <summary>On its way back while its job and its canary still run.</summary>
    private async Task<Release> MigratingAsync()
    {
        var release = await SavedAsync(ReleaseStatus.RollingBack, release => WithVerification(WithJob(Changed(Tried(release)))));
        await new EcsCanaries(account.Administrator).RunAsync(account.Workload, release.Image, 1, CanaryTraffic.Shared, release.FencingToken, Token);
        await new EcsJobs(account.Administrator, TimeProvider.System).StartAsync(new(release.Migrations[0].Address, release.Image, ["migrate"], TimeSpan.FromMinutes(5)), Token);
        return release;
    }

    /// <summary>With its lease, which one release alone can have: the one before is gone.</summary>
    private async Task<Release> LeasedAsync(ReleaseStatus status, Func<Release, Release>? change = null)
    {
        var release = await SavedAsync(status, change);
        var leases = new DynamoLeases(account.Records, TimeProvider.System);
        var key = new LeaseKey(System, Production, Api);
        if (await leases.FindAsync(key, Token) is { } before)
        {
            await leases.ReleaseAsync(key, before.Holder, Token);
        }

        await leases.AcquireAsync(key, release.Id, TimeSpan.FromHours(1), Token);
        return release;
    }

    /// <summary>A notice to a topic, and to a chat whose secret there is not: the installation's own topic takes over.</summary>
    private async Task<string> NoticeAsync()
    {
        Channel[] channels = [new("oncall", ChannelKind.Sns, "shop-oncall"), new("team", ChannelKind.Slack, "shop/slack")];
        var entry = OutboxEntry.Of(new($"notice-{Guid.NewGuid():N}", AlarmSeverity.Info, "title", "text", channels), Now);
        await new DynamoOutbox(account.Records, TimeProvider.System).AddAsync(entry, Token);
        return new JsonObject { ["Records"] = new JsonArray(new JsonObject { ["messageId"] = "1", ["body"] = entry.Notice.Id }) }.ToJsonString();
    }

    /// <summary>A sweep that is not its first.</summary>
    private async Task<string> SweepAsync()
    {
        await new DynamoSweeps(account.Records, TimeProvider.System).SaveAsync(SweepRule.Begin("123456789012.dkr.ecr.us-east-1.amazonaws.com", "shop-api", Now - TimeSpan.FromDays(1)), Token);
        return "{}";
    }

    /// <summary>With more snapshots than are kept.</summary>
    private async Task<TidyTarget> ToBeTidiedAsync()
    {
        var databases = new RdsDatabases(account.Administrator);
        for (var number = 0; number < 7; number++)
        {
            var tags = new Dictionary<string, string> { [KeptSnapshot.ReleaseTag] = $"r-{number}", [KeptSnapshot.EnvironmentTag] = Production.Value, [KeptSnapshot.SystemTag] = System.Value };
            await databases.CreateSnapshotAsync(new(new("us-east-1"), "shop", IsCluster: false), $"slipway-old-{number}", tags, Token);
        }

        return new(System, Production);
    }

    private Task<Incident> IncidentAsync(Func<Incident, Incident>? change = null)
    {
        var incident = new Incident { Id = $"i-{Guid.NewGuid():N}", AlarmName = "shop-production-api-cpu", Status = IncidentStatus.Open, Reason = "It went off.", OpenedAt = Now, System = System, Environment = Production };
        return new DynamoIncidents(account.Records, TimeProvider.System).SaveAsync(change?.Invoke(incident) ?? incident, Token);
    }

    private async Task<Incident> TurnedBackAsync()
    {
        var release = await SavedAsync(ReleaseStatus.Verified);
        return await IncidentAsync(incident => incident with { Step = new(RemediationAction.Rollback), Release = release.Id });
    }

    private async Task<Incident> PausedAsync()
    {
        var incident = await IncidentAsync(incident => incident with { Step = new(RemediationAction.PauseWorkers), Status = IncidentStatus.Watching });
        var states = new DynamoScalingStates(account.Records, TimeProvider.System);
        await states.SaveAsync((await states.ReadAsync(System, Production, Api, Token)).Pause(incident.Id, 1), Token);
        return incident;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Text<T>(T document)
    {
        using var stream = new MemoryStream();
        FunctionCatalog.Serializer.Serialize(document, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
