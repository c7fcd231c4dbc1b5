using Slipway.Aws.Notices;
using Slipway.Domain;
using Slipway.Domain.Systems;

namespace Slipway.Tests.Wire.Notices;

/// <summary>Settings of notices that tests share; the account is moto's own.</summary>
internal static class NoticeSamples
{
    public static readonly NoticeOptions Options = new("123456789012", "slipway@shop.example");
}

/// <summary>Secrets that a test knows.</summary>
internal sealed class KnownSecrets(params IReadOnlyList<(string Name, string Text)> secrets) : ISecrets
{
    public Task<string> ReadAsync(Location location, string name, CancellationToken cancellationToken) => secrets.FirstOrDefault(secret => secret.Name == name) is { Text: { } text }
        ? Task.FromResult(text)
        : throw new RejectedException($"There is no secret {name}.");

    public Task<string> ReadOwnAsync(string name, CancellationToken cancellationToken) => ReadAsync(new("us-east-1"), name, cancellationToken);
}
