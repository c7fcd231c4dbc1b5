using System.Text.Json;
using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;
using Slipway.Local;
using Slipway.Local.Account;
using Slipway.Local.Records;

namespace Slipway.Tests.Local.Account;

/// <summary>An account of the shop on its clock, with the events that it sent.</summary>
internal sealed class AccountRun
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private long _token;

    public AccountRun(int seed = 7, Func<VirtualClock, Journal>? journal = null, SystemManifest? manifest = null)
    {
        Account = new(Clock, seed, [manifest ?? Shop.Manifest], "123456789012", Events.Add, journal?.Invoke(Clock));
        Account.Start();
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public VirtualClock Clock { get; } = new(Start);

    public SimulatedAccount Account { get; }

    public List<string> Events { get; } = [];

    public void Pass(TimeSpan time) => Clock.RunUntil(Clock.GetUtcNow() + time);

    /// <summary>The events of a type, parsed.</summary>
    public IReadOnlyList<JsonElement> EventsOf(string detailType) =>
        [.. Events.Select(text => JsonDocument.Parse(text).RootElement).Where(json => json.GetProperty("detail-type").GetString() == detailType)];

    public Task Change(WorkloadAddress workload, Image image) => Account.Cluster.ChangeImageAsync(workload, image, ++_token, Token);

    public Task<WorkloadState> Read(WorkloadAddress workload) => Account.Cluster.ReadAsync(workload, Token);

    /// <summary>Pushes an image of a service and asks its workload for it.</summary>
    public async Task<Image> Deploy(string service, ImageBehaviour behaviour)
    {
        var image = Account.Registry.Push($"shop/{service}", "v2", behaviour);
        await Change(Shop.Address(service), image);
        return image;
    }

    /// <summary>Runs until everything has settled, looking after each step; false when the time is over before.</summary>
    public bool Settle(TimeSpan within, Action? look = null) => Clock.RunUntil(
        () =>
        {
            look?.Invoke();
            return Account.Unsettled.Count == 0;
        },
        Clock.GetUtcNow() + within);
}
