using Slipway.Domain;
using Slipway.Domain.Systems;

namespace Slipway.Local.Account;

/// <summary>Secrets Manager of the account: what the template generates is there from the start, everywhere in the account.</summary>
public sealed class Secrets(Chance chance) : ISecrets
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    public void Put(string name, string text) => _texts[name] = text;

    /// <summary>As a stack makes a secret whose text nobody chooses.</summary>
    public void Generate(string name) => Put(name, chance.Hexadecimal($"secret/{name}", 64));

    public Task<string> ReadAsync(Location location, string name, CancellationToken cancellationToken) => ReadOwnAsync(name, cancellationToken);

    public Task<string> ReadOwnAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult(_texts.GetValueOrDefault(name) ?? throw new RejectedException($"The secret {name} cannot be read: there is no such secret; create it, or correct its name in the manifest."));
}
