using System.Net.Http.Headers;
using Slipway.Aws.Registries;

namespace Slipway.Tests.Wire.Registries;

/// <summary>Copies as tests want them: small parts, short waits, no chance.</summary>
internal static class Copying
{
    public const int ChunkBytes = 64 * 1024;

    public static readonly RegistryOptions Options = new()
    {
        ChunkBytes = ChunkBytes,
        Attempts = 4,
        FirstDelay = TimeSpan.FromMilliseconds(2),
        LongestDelay = TimeSpan.FromMilliseconds(10),
    };

    public static OciImageCopies Plainly() => With(Options);

    /// <summary>Registries that need no authorization.</summary>
    public static OciRegistries Registries() => Registries((_, _) => Task.FromResult<AuthenticationHeaderValue?>(null), Options);

    public static OciImageCopies With(RegistryOptions options) => Create((_, _) => Task.FromResult<AuthenticationHeaderValue?>(null), options);

    public static OciImageCopies As(Func<string, CancellationToken, Task<AuthenticationHeaderValue?>> authorize) => Create(authorize, Options);

    private static OciImageCopies Create(Func<string, CancellationToken, Task<AuthenticationHeaderValue?>> authorize, RegistryOptions options) =>
        new(Registries(authorize, options));

    private static OciRegistries Registries(Func<string, CancellationToken, Task<AuthenticationHeaderValue?>> authorize, RegistryOptions options) =>
        new(OciRegistries.CreateClient(), authorize, TimeProvider.System, () => 0, options);
}
