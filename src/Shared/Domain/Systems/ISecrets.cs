namespace Slipway.Domain.Systems;

/// <summary>What only those may read who need it, such as the URL of a Redis with its password: Secrets Manager.</summary>
public interface ISecrets
{
    /// <summary>The secret's text; <c>name#member</c> reads one member of a secret that is a JSON object.</summary>
    /// <exception cref="RejectedException">There is no such secret or member.</exception>
    Task<string> ReadAsync(Location location, string name, CancellationToken cancellationToken);

    /// <summary>The same of a secret where Slipway itself runs, for which no role of an environment is needed.</summary>
    /// <exception cref="RejectedException">There is no such secret or member.</exception>
    Task<string> ReadOwnAsync(string name, CancellationToken cancellationToken);
}
