using System.Text;
using Slipway.Aws.Registries.Ecr;
using Slipway.Domain;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Registries;

public sealed class EcrLoginTests(MotoServer moto)
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("123456789012.dkr.ecr.eu-west-1.amazonaws.com")]
    [InlineData("123456789012.dkr-ecr.eu-west-1.on.aws")]
    [InlineData("123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com")]
    [InlineData("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn")]
    public async Task A_registry_of_ECR_is_opened_by_the_token_of_its_region(string host)
    {
        var authorization = await new EcrLogin(moto.Clients(), TimeProvider.System).AuthorizeAsync(host, Token);
        Assert.Equal("Basic", authorization!.Scheme);
        Assert.StartsWith("AWS:", Encoding.UTF8.GetString(Convert.FromBase64String(authorization.Parameter!)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("docker.io")]
    [InlineData("127.0.0.1:5000")]
    [InlineData("public.ecr.aws")]
    [InlineData("123456789012.dkr.ecr.eu-west-1.amazonaws.com.evil.example")]
    [InlineData("12345.dkr.ecr.eu-west-1.amazonaws.com")]
    public async Task Another_host_gets_nothing_and_AWS_is_not_asked(string host)
    {
        var aws = new ScriptedOperations();
        Assert.Null(await new EcrLogin(aws.Clients, TimeProvider.System).AuthorizeAsync(host, Token));
        Assert.Empty(aws.Operations);
    }

    [Fact]
    public async Task Scripted_a_token_is_kept_until_shortly_before_it_ends_and_shared_by_all_who_wait()
    {
        var clock = new SetClock(Now);
        var ends = Now.AddHours(12);
        var aws = new ScriptedOperations().Answers("GetAuthorizationToken", Given("one", ends), Given("two", ends.AddHours(12)));
        var login = new EcrLogin(aws.Clients, clock);

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => login.AuthorizeAsync("123456789012.dkr.ecr.eu-west-1.amazonaws.com", Token)));
        clock.Now = ends.AddMinutes(-31);
        var still = await login.AuthorizeAsync("999999999999.dkr.ecr.eu-west-1.amazonaws.com", Token);
        clock.Now = ends.AddMinutes(-30);
        var renewed = await login.AuthorizeAsync("123456789012.dkr.ecr.eu-west-1.amazonaws.com", Token);

        Assert.All(all.Append(still), authorization => Assert.Equal("one", authorization!.Parameter));
        Assert.Equal("two", renewed!.Parameter);
        Assert.Equal(2, aws.Operations.Count);
    }

    [Fact]
    public async Task Scripted_a_refusal_is_said_and_not_kept()
    {
        var aws = new ScriptedOperations().Refuses("GetAuthorizationToken", "AccessDeniedException", "not you").Answers("GetAuthorizationToken", Given("one", Now.AddHours(12)));
        var login = new EcrLogin(aws.Clients, new SetClock(Now));

        var failure = await Assert.ThrowsAsync<RejectedException>(() => login.AuthorizeAsync("123456789012.dkr.ecr.eu-west-1.amazonaws.com", Token));

        Assert.Equal("No authorization is given for the registries of ECR in eu-west-1: permission is missing (AccessDeniedException): not you", failure.Message);
        Assert.Equal("one", (await login.AuthorizeAsync("123456789012.dkr.ecr.eu-west-1.amazonaws.com", Token))!.Parameter);
    }

    private static string Given(string token, DateTimeOffset ends) => $$"""{"authorizationData":[{"authorizationToken":"{{token}}","expiresAt":{{ends.ToUnixTimeSeconds()}}}]}""";
}

/// <summary>A clock that stands where it is set.</summary>
internal sealed class SetClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
