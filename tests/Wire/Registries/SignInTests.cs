using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Slipway.Domain;
using Slipway.Domain.Images;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Registries;

/// <summary>Who may read and write, and that nobody else sees the credentials.</summary>
public sealed class SignInTests(TwoRegistries registries, GuardedRegistry guarded) : IClassFixture<TwoRegistries>, IClassFixture<GuardedRegistry>, IDisposable
{
    private static readonly AuthenticationHeaderValue Right = Basic(GuardedRegistry.Password);
    private static int _pushed;
    private readonly ImageAuthor _source = new(registries.Source.Host);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _source.Dispose();

    [Fact]
    public async Task With_the_password_a_guarded_registry_takes_and_gives_images()
    {
        var image = await PushAsync();
        var there = image with { Registry = guarded.Host };

        await CopyAsync(image, there, host => host == guarded.Host ? Right : null);
        await CopyAsync(there, image with { Registry = registries.Target.Host }, host => host == guarded.Host ? Right : null);

        using var target = new ImageAuthor(registries.Target.Host);
        await target.AssertWholeAsync(image.Repository, image.Digest.Value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("wrong-secret")]
    public async Task Without_the_password_the_user_is_told_which_registry_and_what_to_check(string? password)
    {
        var image = await PushAsync();
        var credentials = password is null ? null : Basic(password);

        var writing = await Assert.ThrowsAsync<RejectedException>(() => CopyAsync(image, image with { Registry = guarded.Host }, host => host == guarded.Host ? credentials : null));
        var reading = await Assert.ThrowsAsync<RejectedException>(() => CopyAsync(image with { Registry = guarded.Host }, image, host => host == guarded.Host ? credentials : null));

        Assert.StartsWith($"The registry {guarded.Host} does not accept the credentials given to write {image.Repository} (401", writing.Message, StringComparison.Ordinal);
        Assert.StartsWith($"The registry {guarded.Host} does not accept the credentials given to read {image.Repository} (401", reading.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(password ?? "Basic", $"{writing}{reading}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_that_expired_are_asked_for_again()
    {
        var image = await PushAsync();
        var asked = 0;

        await CopyAsync(image, image with { Registry = guarded.Host }, host => host != guarded.Host ? null : Interlocked.Increment(ref asked) == 1 ? Basic("expired") : Right);

        using var target = new ImageAuthor(guarded.Host, Right);
        await target.AssertWholeAsync(image.Repository, image.Digest.Value);
    }

    [Fact]
    public async Task A_role_without_permission_is_told_what_to_check()
    {
        var image = await PushAsync();
        const string Denied = """{"errors":[{"code":"DENIED","message":"User: arn:aws:sts::123456789012:assumed-role/promote is not authorized to perform: ecr:InitiateLayerUpload"}]}""";
        await using var ecr = await FaultyFront.StartAsync(registries.Target.Host, seen => seen.Method == "POST" ? new Fault.Answer(403, Denied) : null);

        var refused = await Assert.ThrowsAsync<RejectedException>(() => CopyAsync(image, image with { Registry = ecr.Host }, _ => Right));

        Assert.Contains("not authorized to perform: ecr:InitiateLayerUpload", refused.Message, StringComparison.Ordinal);
        Assert.Contains("check the role's ECR permissions", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registry_that_sends_to_a_token_server_gets_its_tokens_and_a_new_one_when_they_expire()
    {
        var image = await PushAsync();
        await using var tokens = await TokenServer.StartAsync(Right);
        await using var target = await FaultyFront.StartAsync(registries.Target.Host, seen => tokens.Accepts(seen.Authorization) ? null : Challenge(tokens.Host));

        await CopyAsync(image, image with { Registry = target.Host }, host => host == target.Host ? Right : null);

        using var there = new ImageAuthor(registries.Target.Host);
        await there.AssertWholeAsync(image.Repository, image.Digest.Value);
        Assert.All(tokens.Scopes, scope => Assert.Equal($"service=registry.test&scope=repository%3A{Uri.EscapeDataString(image.Repository)}%3Apull%2Cpush", scope));
        Assert.True(tokens.Scopes.Count > 1);
    }

    [Fact]
    public async Task A_token_server_that_refuses_the_credentials_is_named()
    {
        var image = await PushAsync();
        await using var tokens = await TokenServer.StartAsync(Right);
        await using var target = await FaultyFront.StartAsync(registries.Target.Host, _ => Challenge(tokens.Host));

        var refused = await Assert.ThrowsAsync<RejectedException>(() => CopyAsync(image, image with { Registry = target.Host }, host => host == target.Host ? Basic("wrong-secret") : null));

        Assert.Contains("token server 127.0.0.1 of the registry", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-secret", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_are_not_sent_to_a_token_server_without_encryption()
    {
        var image = await PushAsync();
        await using var target = await FaultyFront.StartAsync(registries.Target.Host, _ => Challenge("tokens.example"));

        var refused = await Assert.ThrowsAsync<RejectedException>(() => CopyAsync(image, image with { Registry = target.Host }, _ => Right));

        Assert.Contains("to tokens.example without encryption", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_to_another_host_is_followed_without_the_credentials_also_when_it_resumes()
    {
        var image = await PushAsync();
        await using var bucket = await FaultyFront.StartAsync(registries.Source.Host, FaultyFront.Once(seen => seen.IsBlobGet, new Fault.CutAnswer(50)));
        await using var ecr = await FaultyFront.StartAsync(registries.Source.Host, seen => seen.IsBlobGet
            ? new Fault.Answer(307, "", ("Location", $"http://{bucket.Host}{seen.Path}?X-Amz-Signature=presigned")) : null);

        await CopyAsync(image with { Registry = ecr.Host }, image with { Registry = registries.Target.Host }, host => host == ecr.Host ? Right : null);

        using var there = new ImageAuthor(registries.Target.Host);
        await there.AssertWholeAsync(image.Repository, image.Digest.Value);
        Assert.All(ecr.Requests, seen => Assert.Equal(Right.ToString(), seen.Authorization));
        Assert.True(bucket.Requests.Count >= 3);
        Assert.Contains(bucket.Requests, seen => seen.Range is not null);
        Assert.All(bucket.Requests, seen => Assert.Null(seen.Authorization));
    }

    private static AuthenticationHeaderValue Basic(string password) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{GuardedRegistry.User}:{password}")));

    private static Fault.Answer Challenge(string tokenHost) => new(401, "", ("WWW-Authenticate", $"Bearer realm=\"http://{tokenHost}/token\",service=\"registry.test\",scope=\"repository:x:pull\""));

    private static Task<CopyReport> CopyAsync(Image source, Image target, Func<string, AuthenticationHeaderValue?> authorize) =>
        Copying.As((host, _) => Task.FromResult(authorize(host))).CopyAsync(source, target, Token);

    private Task<Image> PushAsync() => _source.PushAsync($"guarded/{Interlocked.Increment(ref _pushed)}", 0, 100_000, 2000);

    /// <summary>Gives tokens for the right credentials.</summary>
    private sealed class TokenServer : IAsyncDisposable
    {
        private int _uses;
        private LoopbackServer _server = null!;

        public string Host => _server.Host;

        public List<string> Scopes { get; } = [];

        public static async Task<TokenServer> StartAsync(AuthenticationHeaderValue right)
        {
            var tokens = new TokenServer();
            tokens._server = await LoopbackServer.StartAsync(exchange => tokens.AnswerAsync(exchange, right));
            return tokens;
        }

        /// <summary>True for a token of this server; the first one expires after five uses.</summary>
        public bool Accepts(string? authorization) => authorization?.StartsWith("Bearer token-", StringComparison.Ordinal) == true
            && (!authorization.EndsWith("-1", StringComparison.Ordinal) || Interlocked.Increment(ref _uses) <= 5);

        public ValueTask DisposeAsync() => _server.DisposeAsync();

        private Task AnswerAsync(HttpContext exchange, AuthenticationHeaderValue right)
        {
            if (exchange.Request.Headers.Authorization != right.ToString())
            {
                exchange.Response.StatusCode = 401;
                return Task.CompletedTask;
            }

            lock (Scopes)
            {
                Scopes.Add(exchange.Request.QueryString.Value!.TrimStart('?'));
                return exchange.Response.WriteAsync($$"""{"token":"token-{{Scopes.Count}}","expires_in":300}""");
            }
        }
    }
}
