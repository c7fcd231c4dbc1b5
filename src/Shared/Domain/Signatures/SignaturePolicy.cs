namespace Slipway.Domain.Signatures;

/// <summary>Whose signature an image must have: that of one of the keys (cosign) or one under one of the root certificates (Notation).</summary>
public sealed record SignaturePolicy(bool Required)
{
    public static SignaturePolicy None { get; } = new(Required: false);

    /// <summary>Public keys in PEM.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>Keys in KMS by ARN, whose public parts are asked for when they are needed.</summary>
    public IReadOnlyList<string> KmsKeys { get; init; } = [];

    /// <summary>Root certificates in PEM.</summary>
    public IReadOnlyList<string> Certificates { get; init; } = [];

    /// <summary>How long after the push the signature may come: whoever signs does so once the image is there.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromMinutes(15);
}
