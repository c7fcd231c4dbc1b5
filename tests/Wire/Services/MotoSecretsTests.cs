using Amazon.SecretsManager;
using Slipway.Aws.Secrets;
using Slipway.Domain.Systems;
using Slipway.Tests.Ports;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Services;

public sealed class MotoSecretsTests(MotoServer moto) : SecretsContract
{
    protected override async Task<ISecrets> HoldingAsync(string name, string text)
    {
        var clients = moto.Clients();
        var client = clients.Own<AmazonSecretsManagerClient, AmazonSecretsManagerConfig>(static (credentials, config) => new(credentials, config));
        await client.CreateSecretAsync(new() { Name = name, SecretString = text }, TestContext.Current.CancellationToken);
        return new SecretsManagerSecrets(clients, TimeProvider.System);
    }
}
