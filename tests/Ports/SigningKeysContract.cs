using System.Security.Cryptography;
using Slipway.Domain;
using Slipway.Domain.Signatures;
using Slipway.Local.Account;

namespace Slipway.Tests.Ports;

/// <summary>What holds for keys that sign, wherever they are kept.</summary>
public abstract class SigningKeysContract
{
    protected const string Missing = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_is_read_as_one_that_checks_signatures()
    {
        var (keys, arn) = await HoldingAsync();
        using var key = PublicKey.TryParse(await keys.ReadAsync(arn, Token));

        Assert.NotNull(key);
        Assert.Equal(await keys.ReadAsync(arn, Token), await keys.ReadAsync(arn, Token));
    }

    [Fact]
    public async Task A_key_that_is_not_there_is_refused_by_name() =>
        Assert.Contains($"{Missing} cannot be read", (await Assert.ThrowsAsync<RejectedException>(async () => await (await HoldingAsync()).Keys.ReadAsync(Missing, Token))).Message, StringComparison.Ordinal);

    /// <summary>An ECDSA key on P-256.</summary>
    protected abstract Task<(ISigningKeys Keys, string Arn)> HoldingAsync();
}

public sealed class SimulatedSigningKeysTests : SigningKeysContract
{
    protected override Task<(ISigningKeys Keys, string Arn)> HoldingAsync()
    {
        const string Arn = "arn:aws:kms:us-east-1:123456789012:alias/cosign";
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var keys = new SigningKeys();
        keys.Put(Arn, key);
        return Task.FromResult<(ISigningKeys, string)>((keys, Arn));
    }
}
