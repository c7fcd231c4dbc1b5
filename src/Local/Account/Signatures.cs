using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Slipway.Domain.Images;
using Slipway.Domain.Signatures;

namespace Slipway.Local.Account;

/// <summary>What signs the images of the account: made as cosign makes it, and kept beside the registry.</summary>
public sealed class Signatures : ISignatures
{
    private readonly Dictionary<Digest, List<HeldSignature>> _held = [];

    /// <summary>Signs the image with a key, as <c>cosign sign --key</c> does.</summary>
    public void Sign(Image image, ECDsa key)
    {
        var payload = Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"critical":{"identity":{"docker-reference":"{{image.Registry}}/{{image.Repository}}"},"image":{"docker-manifest-digest":"{{image.Digest}}"},"type":"cosign container image signature"},"optional":null}"""));
        var signature = Convert.ToBase64String(key.SignData(payload, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        Keep(image.Digest, new(HeldSignature.SimpleSigning, Digest.Parse($"sha256:{Convert.ToHexStringLower(SHA256.HashData(payload))}"), payload, signature));
    }

    /// <summary>Keeps a signature beside the image, whoever made it.</summary>
    public void Keep(Digest digest, HeldSignature signature) => (_held.TryGetValue(digest, out var held) ? held : _held[digest] = []).Add(signature);

    public Task<IReadOnlyList<HeldSignature>> ReadAsync(Image image, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<HeldSignature>>([.. _held.GetValueOrDefault(image.Digest) ?? []]);
}
