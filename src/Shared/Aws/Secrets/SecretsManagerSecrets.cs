using System.Collections.Concurrent;
using System.Text.Json;
using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using Slipway.Aws.Access;
using Slipway.Domain;
using Slipway.Domain.Systems;

namespace Slipway.Aws.Secrets;

/// <summary>The secrets of Secrets Manager, each read at most once in five minutes: a rotated one is known after that. No message tells a value.</summary>
public sealed class SecretsManagerSecrets(AwsClients clients, TimeProvider clock) : ISecrets
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<(Location Location, string Secret), (string Text, DateTimeOffset Until)> _texts = new();

    public Task<string> ReadAsync(Location location, string name, CancellationToken cancellationToken) => ReadAsync(
        location, name, () => clients.For(location, AwsServices.SecretsManager), cancellationToken);

    public Task<string> ReadOwnAsync(string name, CancellationToken cancellationToken) => ReadAsync(
        clients.Home, name, () => clients.Own(AwsServices.SecretsManager), cancellationToken);

    private async Task<string> ReadAsync(Location location, string name, Func<AmazonSecretsManagerClient> open, CancellationToken cancellationToken)
    {
        var hash = name.IndexOf('#', StringComparison.Ordinal);
        return hash < 0
            ? await TextAsync(location, name, open, cancellationToken)
            : Member(location, name[..hash], name[(hash + 1)..], await TextAsync(location, name[..hash], open, cancellationToken));
    }

    private async Task<string> TextAsync(Location location, string secret, Func<AmazonSecretsManagerClient> open, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (_texts.TryGetValue((location, secret), out var kept) && now < kept.Until)
        {
            return kept.Text;
        }

        var client = open();
        var answer = await AskAsync(location, secret, () => client.GetSecretValueAsync(new() { SecretId = secret }, cancellationToken));
        var text = answer.SecretString ?? throw new RejectedException($"The secret {secret} in {location.Region} is binary: store it as text.");
        _texts[(location, secret)] = (text, now + Kept);
        return text;
    }

    private static Task<T> AskAsync<T>(Location location, string secret, Func<Task<T>> call)
    {
        var failed = $"The secret {secret} in {location.Region} cannot be read";
        return AwsCall.AskAsync(failed, async () =>
        {
            try
            {
                return await call();
            }
            catch (ResourceNotFoundException failure)
            {
                throw new RejectedException($"{failed}: there is no such secret; create it, or correct its name in the manifest.", failure);
            }
            catch (InvalidRequestException failure)
            {
                throw new RejectedException($"{failed}: {failure.Message.TrimEnd('.')}; restore the secret if it was deleted.", failure);
            }
            catch (DecryptionFailureException failure)
            {
                throw new RejectedException($"{failed}: its KMS key cannot be used; the key must be enabled and allow Slipway's role to decrypt.", failure);
            }
        });
    }

    private static string Member(Location location, string secret, string member, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(member, out var value)
                ? value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText()
                : throw new RejectedException($"The secret {secret} in {location.Region} has no member '{member}'.");
        }
        catch (JsonException)
        {
            // Its message would quote the secret.
            throw new RejectedException($"The secret {secret} in {location.Region} is no JSON, so it has no member '{member}'.");
        }
    }
}
