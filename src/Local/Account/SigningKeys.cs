using System.Security.Cryptography;
using Slipway.Domain;
using Slipway.Domain.Signatures;

namespace Slipway.Local.Account;

/// <summary>KMS of the account: keys that sign, by ARN.</summary>
public sealed class SigningKeys : ISigningKeys
{
    private readonly Dictionary<string, string> _keys = new(StringComparer.Ordinal);

    public void Put(string arn, AsymmetricAlgorithm key) => _keys[arn] = key.ExportSubjectPublicKeyInfoPem();

    public Task<string> ReadAsync(string arn, CancellationToken cancellationToken) =>
        Task.FromResult(_keys.GetValueOrDefault(arn) ?? throw new RejectedException($"The key {arn} cannot be read: KMS knows no such key; correct its ARN in the manifest."));
}
