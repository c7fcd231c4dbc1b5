using Amazon.SecretsManager;
using Slipway.Aws.Access;
using Slipway.Aws.Secrets;
using Slipway.Domain;
using Slipway.Domain.Systems;
using Slipway.Local;
using Slipway.Tests.Local.Account;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Services;

/// <summary>The secrets of moto, which keeps them as AWS does.</summary>
public sealed class SecretsManagerTests(MotoServer moto)
{
    private readonly AwsClients _clients = moto.Clients();
    private readonly Location _location = MotoAccount.New();
    private readonly VirtualClock _clock = new(AccountRun.Start);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_secret_is_read_whole_or_by_one_of_its_members()
    {
        await Client.CreateSecretAsync(new() { Name = "shop/redis", SecretString = """{"url":"rediss://:hunter2@redis","port":6379}""" }, Token);
        var secrets = Secrets;

        Assert.Equal("""{"url":"rediss://:hunter2@redis","port":6379}""", await secrets.ReadAsync(_location, "shop/redis", Token));
        Assert.Equal("rediss://:hunter2@redis", await secrets.ReadAsync(_location, "shop/redis#url", Token));
        Assert.Equal("6379", await secrets.ReadAsync(_location, "shop/redis#port", Token));
    }

    [Fact]
    public async Task A_secret_that_was_changed_is_known_after_five_minutes()
    {
        await Client.CreateSecretAsync(new() { Name = "key", SecretString = "one" }, Token);
        var secrets = Secrets;
        Assert.Equal("one", await secrets.ReadAsync(_location, "key", Token));
        await Client.PutSecretValueAsync(new() { SecretId = "key", SecretString = "two" }, Token);

        _clock.RunUntil(AccountRun.Start.AddMinutes(4.9));
        Assert.Equal("one", await secrets.ReadAsync(_location, "key", Token));
        _clock.RunUntil(AccountRun.Start.AddMinutes(5));
        Assert.Equal("two", await secrets.ReadAsync(_location, "key", Token));
    }

    [Fact]
    public async Task What_cannot_be_read_is_said_without_the_secret()
    {
        await Client.CreateSecretAsync(new() { Name = "text", SecretString = "hunter2" }, Token);
        await Client.CreateSecretAsync(new() { Name = "members", SecretString = """{"password":"hunter2"}""" }, Token);
        await Client.CreateSecretAsync(new() { Name = "binary", SecretBinary = new MemoryStream("hunter2"u8.ToArray()) }, Token);

        Assert.Equal("The secret nobody in eu-central-1 cannot be read: there is no such secret; create it, or correct its name in the manifest.", await RefusedAsync("nobody"));
        Assert.Equal("The secret text in eu-central-1 is no JSON, so it has no member 'url'.", await RefusedAsync("text#url"));
        Assert.Equal("The secret members in eu-central-1 has no member 'url'.", await RefusedAsync("members#url"));
        Assert.Equal("The secret binary in eu-central-1 is binary: store it as text.", await RefusedAsync("binary"));
    }

    [Theory]
    [InlineData("InvalidRequestException", "The secret key in eu-central-1 cannot be read: It is marked for deletion; restore the secret if it was deleted.")]
    [InlineData("DecryptionFailure", "The secret key in eu-central-1 cannot be read: its KMS key cannot be used; the key must be enabled and allow Slipway's role to decrypt.")]
    [InlineData("ExpiredTokenException", "The secret key in eu-central-1 cannot be read: the session has expired (ExpiredTokenException); sign in again.")]
    [InlineData("UnrecognizedClientException", "The secret key in eu-central-1 cannot be read: AWS does not accept the credentials (UnrecognizedClientException); check the keys or the profile that are in use.")]
    public async Task A_refusal_scripted_says_what_to_do(string code, string sentence)
    {
        var secrets = new SecretsManagerSecrets(new ScriptedAws().Refuse(code, "It is marked for deletion.").Clients(), _clock);
        Assert.Equal(sentence, (await Assert.ThrowsAsync<RejectedException>(() => secrets.ReadAsync(new("eu-central-1"), "key", Token))).Message);
    }

    private AmazonSecretsManagerClient Client => _clients.For(_location, AwsServices.SecretsManager);

    private SecretsManagerSecrets Secrets => new(_clients, _clock);

    private async Task<string> RefusedAsync(string name) => (await Assert.ThrowsAsync<RejectedException>(() => Secrets.ReadAsync(_location, name, Token))).Message;
}
