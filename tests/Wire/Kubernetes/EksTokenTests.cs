using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Web;
using Amazon.Runtime;
using Slipway.Aws.Kubernetes.Clusters;
using Slipway.Local;

namespace Slipway.Tests.Wire.Kubernetes;

/// <summary>The token's published form is that of aws-iam-authenticator (pkg/token), whose server refuses any other; no peer here checks it.</summary>
public sealed class EksTokenTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly ImmutableCredentials Keys = new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", null);
    private static readonly ImmutableCredentials Session = new("ASIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "FwoGZXIvYXdzEBc/+=session");

    /// <summary>What the authenticator's server lets pass in the query, all in lower case.</summary>
    private static readonly string[] Allowed =
        ["action", "version", "x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-expires", "x-amz-security-token", "x-amz-signature", "x-amz-signedheaders"];

    public static TheoryData<bool> Both => [true, false];

    [Theory]
    [MemberData(nameof(Both))]
    public void The_token_has_the_form_that_the_authenticator_takes(bool hasSession)
    {
        var token = EksToken.Sign(hasSession ? Session : Keys, "eu-central-1", "shop-production", Now);

        Assert.StartsWith("k8s-aws-v1.", token, StringComparison.Ordinal);
        Assert.InRange(token.Length, 1, 4096);
        Assert.DoesNotContain('=', token);
        var url = Url(token);
        Assert.Equal("https://sts.eu-central-1.amazonaws.com/", url.GetLeftPart(UriPartial.Path));
        var query = HttpUtility.ParseQueryString(url.Query);
        Assert.Subset(Allowed.ToHashSet(), query.AllKeys.Select(key => key!.ToLowerInvariant()).ToHashSet());
        Assert.Equal(query.Count, query.AllKeys.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(("GetCallerIdentity", "2011-06-15", "60"), (query["Action"], query["Version"], query["X-Amz-Expires"]));
        Assert.Equal("20260302T090000Z", query["X-Amz-Date"]);
        Assert.Equal("host;x-k8s-aws-id", query["X-Amz-SignedHeaders"]);
        Assert.Equal(hasSession ? Session.Token : null, query["X-Amz-Security-Token"]);
    }

    [Theory]
    [InlineData("eu-central-1", "sts.eu-central-1.amazonaws.com")]
    [InlineData("us-east-1", "sts.us-east-1.amazonaws.com")]
    [InlineData("cn-north-1", "sts.cn-north-1.amazonaws.com.cn")]
    public void The_request_is_signed_for_the_STS_of_the_region(string region, string host) => Assert.Equal(host, Url(EksToken.Sign(Keys, region, "shop", Now)).Host);

    [Theory]
    [MemberData(nameof(Both))]
    public void The_signature_is_the_one_that_the_published_steps_of_version_4_give(bool hasSession)
    {
        var keys = hasSession ? Session : Keys;
        var query = HttpUtility.ParseQueryString(Url(EksToken.Sign(keys, "eu-central-1", "shop-production", Now)).Query);
        const string Scope = "20260302/eu-central-1/sts/aws4_request";
        Assert.Equal($"{keys.AccessKey}/{Scope}", query["X-Amz-Credential"]);

        var parameters = query.AllKeys.Where(key => key != "X-Amz-Signature").Order(StringComparer.Ordinal).Select(key => $"{Uri.EscapeDataString(key!)}={Uri.EscapeDataString(query[key]!)}");
        var request = $"GET\n/\n{string.Join('&', parameters)}\nhost:sts.eu-central-1.amazonaws.com\nx-k8s-aws-id:shop-production\n\nhost;x-k8s-aws-id\n{Hash("")}";
        var text = $"AWS4-HMAC-SHA256\n20260302T090000Z\n{Scope}\n{Hash(request)}";
        var key = new[] { "20260302", "eu-central-1", "sts", "aws4_request" }.Aggregate(Encoding.UTF8.GetBytes($"AWS4{keys.SecretKey}"), (secret, part) => HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(part)));
        Assert.Equal(Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text))), query["X-Amz-Signature"]);
    }

    [Fact]
    public void A_token_is_made_out_to_one_cluster() => Assert.NotEqual(EksToken.Sign(Keys, "eu-central-1", "shop", Now), EksToken.Sign(Keys, "eu-central-1", "other", Now));

    [Fact]
    public async Task A_token_is_kept_for_14_of_its_15_minutes_unless_it_is_refused()
    {
        var clock = new VirtualClock(Now);
        var tokens = new EksToken(new BasicAWSCredentials(Keys.AccessKey, Keys.SecretKey), "eu-central-1", "shop", clock);
        var first = await tokens.GetAsync(false, TestContext.Current.CancellationToken);
        clock.RunUntil(Now.AddMinutes(14).AddSeconds(-1));
        Assert.Equal(first, await tokens.GetAsync(false, TestContext.Current.CancellationToken));

        var anew = await tokens.GetAsync(true, TestContext.Current.CancellationToken);
        Assert.NotEqual(first, anew);
        Assert.Equal(anew, await tokens.GetAsync(false, TestContext.Current.CancellationToken));
        clock.RunUntil(Now.AddMinutes(29));
        Assert.NotEqual(anew, await tokens.GetAsync(false, TestContext.Current.CancellationToken));
    }

    private static Uri Url(string token) => new(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.AsSpan("k8s-aws-v1.".Length))));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
