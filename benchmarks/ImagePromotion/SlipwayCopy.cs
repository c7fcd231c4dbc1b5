using System.Net.Http.Headers;
using Slipway.Aws.Registries;
using Slipway.Domain.Images;

namespace Slipway.Benchmarks.ImagePromotion;

/// <summary>A promotion by Slipway, in a process of its own, with the settings that it has in production.</summary>
internal static class SlipwayCopy
{
    public static Task<Measurement> MeasureAsync(string source, string target) => Command.MeasureAsync(Environment.ProcessPath!, "copy", source, target);

    public static async Task<int> RunAsync(string source, string target)
    {
        var random = new Random(1);
        var copies = new OciImageCopies(new OciRegistries(OciRegistries.CreateClient(), static (_, _) => Task.FromResult<AuthenticationHeaderValue?>(null), TimeProvider.System, random.NextDouble));
        var report = await copies.CopyAsync(Parse(source), Parse(target), CancellationToken.None);
        Console.WriteLine($"blobs moved {report.BlobsMoved}, present {report.BlobsPresent}, manifests {report.Manifests}, bytes {report.BytesMoved}");
        return 0;
    }

    private static Image Parse(string reference)
    {
        var (slash, at) = (reference.IndexOf('/', StringComparison.Ordinal), reference.IndexOf('@', StringComparison.Ordinal));
        return new(reference[..slash], reference[(slash + 1)..at], Digest.Parse(reference[(at + 1)..]));
    }
}
