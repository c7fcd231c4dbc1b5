using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Slipway.Benchmarks.ImagePromotion;

/// <summary>An empty docker-registry on a free loopback port, ended and removed with the object.</summary>
internal sealed class DockerRegistry : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("slipway-benchmark-").FullName;
    private readonly Process _process;

    private DockerRegistry()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Host = free.LocalEndpoint.ToString()!;
        }

        var configuration = Path.Combine(_folder, "config.yml");
        File.WriteAllText(configuration, $$"""
            version: 0.1
            log: { level: error, accesslog: { disabled: true } }
            storage: { filesystem: { rootdirectory: {{Path.Combine(_folder, "storage")}} } }
            http: { addr: "{{Host}}" }

            """);
        _process = Process.Start(new ProcessStartInfo("docker-registry", ["serve", configuration]) { RedirectStandardError = true })!;
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
    }

    public string Host { get; }

    public static async Task<DockerRegistry> StartAsync()
    {
        var registry = new DockerRegistry();
        using var http = new HttpClient();
        while (true)
        {
            try
            {
                (await http.GetAsync(new Uri($"http://{registry.Host}/v2/"))).EnsureSuccessStatusCode();
                return registry;
            }
            catch (HttpRequestException) when (!registry._process.HasExited)
            {
                await Task.Delay(10);
            }
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
