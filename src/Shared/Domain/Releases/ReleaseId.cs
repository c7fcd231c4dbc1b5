using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Slipway.Domain.Images;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Releases;

/// <summary>
/// The name of a release, made from what it is, so that the same push twice is the same release. Names of executions,
/// snapshots and jobs come from it, so that every effect is safe to repeat.
/// </summary>
[JsonConverter(typeof(TextConverter<ReleaseId>))]
public readonly record struct ReleaseId(string Value) : IParsable<ReleaseId>
{
    /// <param name="attempt">Which release of the digest there it is; the first has no number.</param>
    public static ReleaseId For(SystemName system, ServiceName service, EnvironmentName environment, Digest digest, int attempt = 1) =>
        new(Fit(attempt == 1 ? $"{system}-{service}-{environment}-{digest.Abbreviation}" : $"{system}-{service}-{environment}-{digest.Abbreviation}-{attempt}", 60));

    /// <summary>The name of something that belongs to this release, within the length that AWS or Kubernetes allows.</summary>
    public string Named(string prefix, string suffix = "", int most = 63) =>
        Fit(suffix.Length == 0 ? $"{prefix}-{Value}" : $"{prefix}-{Value}-{suffix}", most);

    public static ReleaseId Parse(string s, IFormatProvider? provider) => new(s);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ReleaseId result)
    {
        result = new(s ?? "");
        return !string.IsNullOrEmpty(s);
    }

    public override string ToString() => Value;

    /// <summary>A name within a length: what is too long ends in a fingerprint of the whole.</summary>
    public static string Fit(string name, int most)
    {
        if (name.Length <= most)
        {
            return name;
        }

        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..12];
        return $"{name[..(most - 13)].TrimEnd('-')}-{fingerprint}";
    }
}
