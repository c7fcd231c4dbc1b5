using Slipway.Tests.Ports;

namespace Slipway.Tests.Wire.Ecs;

/// <summary>How task definitions come back, beyond the contract.</summary>
public sealed class EcsTemplatesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_task_definition_comes_back_without_the_images_that_other_containers_had_then()
    {
        await using var bench = new EcsBench();
        await bench.ChangeAsync(containers => containers.Add(new() { Name = "proxy", Image = "envoyproxy/envoy:v1.30" }));
        var kept = await bench.Templates.ReadAsync(bench.Address, Token);
        await bench.ChangeAsync(containers => containers[1].Image = "envoyproxy/envoy:v1.31");
        await bench.SetVariableAsync("LOG_LEVEL", "debug");
        var image = bench.Make(SampleImage.Healthy);

        await bench.Templates.RestoreAsync(bench.Address, kept, image, 7, Token);

        Assert.Equal([image.Reference, "envoyproxy/envoy:v1.31"], (await bench.ContainersAsync()).Select(container => container.Image));
        Assert.Equal(kept.Fingerprint, (await bench.Templates.ReadAsync(bench.Address, Token)).Fingerprint);
    }
}
