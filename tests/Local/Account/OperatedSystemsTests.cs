using Slipway.Domain.Remediation;
using Slipway.Domain.Systems;
using Slipway.Functions.Systems;
using Slipway.Local;
using Slipway.Local.Account;

namespace Slipway.Tests.Local.Account;

/// <summary>The account with the manifests of the repository.</summary>
public sealed class OperatedSystemsTests
{
    private static readonly IReadOnlyList<SystemManifest> Systems = Read();
    private readonly VirtualClock _clock = new(AccountRun.Start);
    private readonly SimulatedAccount _account;

    public OperatedSystemsTests()
    {
        _account = new(_clock, 7, Systems, "123456789012", _ => { });
        _account.Start();
    }

    [Fact]
    public void A_calm_day_sets_off_no_alarm_of_any_system()
    {
        _clock.RunUntil(AccountRun.Start.AddDays(1));

        Assert.NotEmpty(_account.Alarms.All);
        Assert.DoesNotContain(_account.Alarms.All, alarm => alarm.State != AlarmState.Ok);
    }

    [Fact]
    public void Every_alarm_can_be_set_off()
    {
        foreach (var (system, environment) in Environments())
        {
            foreach (var alarm in environment.Alarms)
            {
                _account.Metrics.Force(system.Name, environment.Name, alarm.Name, alarm.Above ? (alarm.Threshold * 1.1) + 1 : alarm.Threshold * 0.5);
            }
        }

        _clock.RunUntil(AccountRun.Start.AddMinutes(30));

        Assert.DoesNotContain(_account.Alarms.All, alarm => alarm.State != AlarmState.Alarm);
    }

    [Fact]
    public async Task Every_smoke_request_is_answered_as_its_manifest_expects()
    {
        var checks = Environments().SelectMany(pair => pair.Environment.Rollout.Smoke).ToList();

        Assert.NotEmpty(checks);
        foreach (var check in checks)
        {
            var result = await _account.Traffic.SendAsync(check, AccountRun.Token);
            Assert.Equal(check.Expect, result.Status);
            Assert.True(result.Latency < (check.Within ?? TimeSpan.FromSeconds(1)));
        }
    }

    [Fact]
    public async Task Every_workload_queue_and_budget_can_be_read()
    {
        foreach (var workload in _account.Cluster.Workloads)
        {
            var state = await _account.Cluster.ReadAsync(workload, AccountRun.Token);
            Assert.Equal((state.Desired, state.Desired), (state.Updated, state.Ready));
        }

        foreach (var (system, environment) in Environments())
        {
            foreach (var queue in environment.Queues)
            {
                Assert.NotNull(await _account.Queues.ReadAsync(system.Name, environment, queue, AccountRun.Token));
            }

            await _account.Costs.ReadMonthAsync(system.Name, new(2026, 2, 1), AccountRun.Token);
        }
    }

    private static IEnumerable<(SystemManifest System, EnvironmentManifest Environment)> Environments() =>
        Systems.SelectMany(system => system.Environments.Select(environment => (system, environment)));

    private static List<SystemManifest> Read() =>
        [.. Manifests.InFolder(Path.Combine(Repository.Root, "systems")).ReadAllAsync(CancellationToken.None).Result.Select(text => YamlManifest.Load(text).Manifest!)];
}
