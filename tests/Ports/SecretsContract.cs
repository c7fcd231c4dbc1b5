using Slipway.Domain;
using Slipway.Domain.Systems;
using Slipway.Local.Account;

namespace Slipway.Tests.Ports;

/// <summary>What holds for Slipway's own secrets, wherever they are kept.</summary>
public abstract class SecretsContract
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_secret_is_read_as_it_was_stored() => Assert.Equal("hunter2", await (await HoldingAsync("slipway-key", "hunter2")).ReadOwnAsync("slipway-key", Token));

    [Fact]
    public async Task What_is_not_there_is_refused_by_name()
    {
        var secrets = await HoldingAsync("slipway-other", "hunter2");
        var refusal = await Assert.ThrowsAsync<RejectedException>(() => secrets.ReadOwnAsync("slipway-missing", Token));

        Assert.Contains("slipway-missing", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refusal.Message, StringComparison.Ordinal);
    }

    protected abstract Task<ISecrets> HoldingAsync(string name, string text);
}

public sealed class SimulatedSecretsTests : SecretsContract
{
    protected override Task<ISecrets> HoldingAsync(string name, string text)
    {
        var secrets = new Secrets(new Chance(1));
        secrets.Put(name, text);
        return Task.FromResult<ISecrets>(secrets);
    }
}
