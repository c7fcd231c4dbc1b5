namespace Slipway.Benchmarks.ImagePromotion;

/// <summary>The same by skopeo, which copies all platforms and keeps their digests.</summary>
internal static class SkopeoCopy
{
    public static Task<Measurement> MeasureAsync(string source, string target) => Command.MeasureAsync(
        "skopeo", "copy", "--all", "--preserve-digests", "--quiet", "--insecure-policy", "--src-tls-verify=false", "--dest-tls-verify=false", $"docker://{source}", $"docker://{target}:copy");
}
