using Slipway.Domain.Images;
using Slipway.Tests.Local.Account;

namespace Slipway.Tests.Ports;

public sealed class SimulatedImageLabelsTests : ImageLabelsContract
{
    private readonly AccountRun _run = new();

    protected override IImageRegistry Registry => _run.Account.Registry;

    protected override Task<Image> PushAsync(IReadOnlyDictionary<string, string> labels) => Task.FromResult(_run.Account.Registry.Push("shop/api", "v1", labels: labels));
}
