namespace Slipway.Domain.Signatures;

/// <summary>The public parts of keys that never leave where they are: KMS.</summary>
public interface ISigningKeys
{
    /// <summary>The public key in PEM.</summary>
    /// <param name="arn">Of a key, or of an alias that stands for one.</param>
    /// <exception cref="RejectedException">There is no such key, it may not be read, or it is none that signs.</exception>
    Task<string> ReadAsync(string arn, CancellationToken cancellationToken);
}
