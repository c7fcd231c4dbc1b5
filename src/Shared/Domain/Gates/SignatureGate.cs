using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Signatures;

namespace Slipway.Domain.Gates;

/// <summary>What was found and checked, small enough for the record of a release: keys and certificates are counted.</summary>
public sealed record SignatureInputs(Digest Digest, bool Required, int Keys, int Certificates, IReadOnlyList<CheckedSignature> Found, TimeSpan Waited, TimeSpan Within)
{
    private const int MostKept = 10;

    public static SignatureInputs Of(Digest digest, SignaturePolicy policy, IReadOnlyList<HeldSignature> held, TimeSpan waited, DateTimeOffset now) => new(
        digest,
        policy.Required,
        policy.Keys.Count,
        policy.Certificates.Count,
        [.. held.Select(signature => SignatureCheck.Check(signature, digest, policy, now)).OrderByDescending(signature => signature.IsValid).Take(MostKept)],
        waited,
        policy.Within);
}

/// <summary>
/// Lets nothing in that was not signed by those whom the manifest trusts.
/// <list type="table">
/// <item><term>no signature is asked for</term><description>pass</description></item>
/// <item><term>a valid signature</term><description>pass</description></item>
/// <item><term>none</term><description>wait, until the limit: images are signed after they were pushed; then refuse</description></item>
/// </list>
/// </summary>
public static class SignatureGate
{
    public static Answer Decide(SignatureInputs inputs) => inputs switch
    {
        { Required: false } => Answer.Unasked("The manifest asks for no signature."),
        _ when inputs.Found.FirstOrDefault(signature => signature.IsValid) is { } valid => Answer.Pass($"Signed {valid.Reason} ({valid.Kind} {valid.Manifest})."),
        _ when inputs.Waited >= inputs.Within => Answer.Refuse($"No valid signature within {inputs.Within.Text()}: {Found(inputs)}. {Sought(inputs)}"),
        _ => Answer.Wait($"No valid signature yet ({inputs.Waited.Text()} of at most {inputs.Within.Text()}): {Found(inputs)}."),
    };

    private static string Found(SignatureInputs inputs) => inputs.Found.Count == 0
        ? "the registry holds none"
        : string.Join("; ", inputs.Found.Select(signature => $"{signature.Kind} {signature.Manifest}: {signature.Reason}"));

    private static string Sought(SignatureInputs inputs) =>
        $"Looked for cosign's by {Count(inputs.Keys, "key")} and Notation's under {Count(inputs.Certificates, "certificate")}, at the tag {inputs.Digest.Value.Replace(':', '-')}.sig and among the referrers.";

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{count} {what}s");
}
