using Slipway.Domain.Images;
using Slipway.Tests.Local.Account;

namespace Slipway.Tests.Ports;

public sealed class SimulatedImageRegistryTests : ImageRegistryContract
{
    private readonly AccountRun _run = new();

    protected override IImageRegistry Registry => _run.Account.Registry;

    protected override Task<Image> PushAsync(string tag) => Task.FromResult(_run.Account.Registry.Push("shop/api", tag));

    protected override Task RemoveAsync(Image image)
    {
        _run.Account.Registry.Remove(image);
        return Task.CompletedTask;
    }
}
