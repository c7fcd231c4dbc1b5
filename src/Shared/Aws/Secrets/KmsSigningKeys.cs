using System.Collections.Concurrent;
using System.Security.Cryptography;
using Amazon.KeyManagementService.Model;
using Slipway.Aws.Access;
using Slipway.Domain;
using Slipway.Domain.Signatures;

namespace Slipway.Aws.Secrets;

/// <summary>The public keys of KMS, in whatever account and region, each asked for at most once in five minutes: an alias may come to stand for another.</summary>
public sealed class KmsSigningKeys(AwsClients clients, TimeProvider clock) : ISigningKeys
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<string, (string Pem, DateTimeOffset Until)> _keys = new(StringComparer.Ordinal);

    public async Task<string> ReadAsync(string arn, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (_keys.TryGetValue(arn, out var kept) && now < kept.Until)
        {
            return kept.Pem;
        }

        var pem = await AskAsync(arn, cancellationToken);
        _keys[arn] = (pem, now + Kept);
        return pem;
    }

    private async Task<string> AskAsync(string arn, CancellationToken cancellationToken)
    {
        var failed = $"The key {arn} cannot be read";
        var client = clients.Own(AwsServices.Kms, arn.Split(':')[3]);
        var answer = await AwsCall.AskAsync(failed, async () =>
        {
            try
            {
                return await client.GetPublicKeyAsync(new GetPublicKeyRequest { KeyId = arn }, cancellationToken);
            }
            catch (NotFoundException failure)
            {
                throw new RejectedException($"{failed}: KMS knows no such key; correct its ARN in the manifest.", failure);
            }
            catch (Exception failure) when (failure is DisabledException or KMSInvalidStateException)
            {
                throw new RejectedException($"{failed}: it is disabled or about to be deleted; enable it, or name another in the manifest.", failure);
            }
            catch (Exception failure) when (failure is UnsupportedOperationException or InvalidKeyUsageException)
            {
                throw new RejectedException($"{failed}: it has no public part; make a key of the usage SIGN_VERIFY.", failure);
            }
        });
        var pem = PemEncoding.WriteString("PUBLIC KEY", answer.PublicKey.ToArray());
        using var key = PublicKey.TryParse(pem);
        return answer.KeyUsage?.Value == "SIGN_VERIFY" && key is not null
            ? pem
            : throw new RejectedException($"The key {arn} makes no signatures that are known here: it must be one for SIGN_VERIFY of ECC_NIST_P256, ECC_NIST_P384 or RSA.");
    }
}
