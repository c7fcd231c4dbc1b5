using Amazon.KeyManagementService;
using Slipway.Aws.Access;
using Slipway.Aws.Secrets;
using Slipway.Domain;
using Slipway.Domain.Signatures;
using Slipway.Tests.Ports;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Services;

public sealed class MotoSigningKeysTests(MotoServer moto) : SigningKeysContract
{
    [Theory]
    [InlineData("ECC_NIST_P384")]
    [InlineData("RSA_2048")]
    public async Task Keys_of_other_kinds_that_are_known_are_read(string spec) =>
        Assert.Contains("BEGIN PUBLIC KEY", await Keys.ReadAsync(await CreateAsync(spec, KeyUsageType.SIGN_VERIFY), Token), StringComparison.Ordinal);

    [Theory]
    [InlineData("ECC_SECG_P256K1", "SIGN_VERIFY")]
    [InlineData("RSA_2048", "ENCRYPT_DECRYPT")]
    public async Task A_key_that_signs_nothing_here_is_refused(string spec, string usage)
    {
        var arn = await CreateAsync(spec, usage);

        Assert.Equal(
            $"The key {arn} makes no signatures that are known here: it must be one for SIGN_VERIFY of ECC_NIST_P256, ECC_NIST_P384 or RSA.",
            (await Assert.ThrowsAsync<RejectedException>(() => Keys.ReadAsync(arn, Token))).Message);
    }

    protected override async Task<(ISigningKeys Keys, string Arn)> HoldingAsync() => (Keys, await CreateAsync("ECC_NIST_P256", KeyUsageType.SIGN_VERIFY));

    private KmsSigningKeys Keys { get; } = new(moto.Clients(), TimeProvider.System);

    private async Task<string> CreateAsync(string spec, string usage) =>
        (await moto.Clients().Own(AwsServices.Kms).CreateKeyAsync(new() { KeySpec = spec, KeyUsage = usage }, Token)).KeyMetadata.Arn;
}
