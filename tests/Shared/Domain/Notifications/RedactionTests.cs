using Slipway.Domain.Notifications;

namespace Slipway.Tests.Shared.Domain.Notifications;

/// <summary>What never leaves in a notice, and what does, although it looks a little like it. The secrets are those of the vendors' own documentation, or none.</summary>
public sealed class RedactionTests
{
    [Theory]
    [InlineData("connect postgres://shop:hunter2@db.internal:5432/shop failed", "connect postgres://[redacted]@db.internal:5432/shop failed")]
    [InlineData("rediss://:hunter2@cache:6379/0", "rediss://[redacted]@cache:6379/0")]
    [InlineData("key AKIAIOSFODNN7EXAMPLE is not known", "key [redacted] is not known")]
    [InlineData("ASIAIOSFODNN7EXAMPLE", "[redacted]")]
    [InlineData("AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY ok", "AWS_SECRET_ACCESS_KEY=[redacted] ok")]
    [InlineData("token xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOcHrzqqgy", "token [redacted]")]
    [InlineData("xoxe.xoxp-1-Mi0yLTEyMzQ1", "[redacted]")]
    [InlineData("xapp-1-A0000-1111-abcdef", "[redacted]")]
    [InlineData("POST https://hooks.slack.com/services/T000/B000/XXXX said 404", "POST https://hooks.slack.com/[redacted] said 404")]
    [InlineData("Authorization: Bearer abc.def, then", "Authorization: [redacted], then")]
    [InlineData("{\"authorization\":\"Basic dXNlcjpwYXNz\",\"host\":\"x\"}", "{\"authorization\":[redacted],\"host\":\"x\"}")]
    [InlineData("curl -H 'X: Bearer dGhpcyBpcyBhIHRva2Vu'", "curl -H 'X: Bearer [redacted]'")]
    [InlineData("password=hunter2&user=ann", "password=[redacted]&user=ann")]
    [InlineData("DB_PASSWORD: hunter2", "DB_PASSWORD: [redacted]")]
    [InlineData("db-password = 'two words', next", "db-password = [redacted], next")]
    [InlineData("{\"client_secret\": \"s3cr3t\", \"id\": 1}", "{\"client_secret\": [redacted], \"id\": 1}")]
    [InlineData("api_key=abc api-key=abc apikey=abc", "api_key=[redacted] api-key=[redacted] apikey=[redacted]")]
    [InlineData("refresh_token=abc", "refresh_token=[redacted]")]
    [InlineData("routing_key=R0UT1NG", "routing_key=[redacted]")]
    [InlineData("https://b.s3.amazonaws.com/o?X-Amz-Credential=AKIA/x&X-Amz-Signature=abc123&X-Amz-Date=1", "https://b.s3.amazonaws.com/o?X-Amz-Credential=[redacted]&X-Amz-Signature=[redacted]&X-Amz-Date=1")]
    [InlineData("ghp_16C7e42F292c6912E7710c838347Ae178B4a", "[redacted]")]
    [InlineData("glpat-abcdefghij0123456789", "[redacted]")]
    [InlineData("sk_live_4eC39HqLyjWDarjtT1zdp7dc", "[redacted]")]
    [InlineData("jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U.", "jwt [redacted].")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nafter", "[redacted]\nafter")]
    [InlineData("cut off -----BEGIN PRIVATE KEY-----\nMIIE", "cut off [redacted]")]
    public void A_secret_is_taken_out_and_what_is_around_it_stays(string text, string left)
    {
        Assert.Equal(left, Redaction.Of(text));
        Assert.Equal(left, Redaction.Of(left));
    }

    [Theory]
    [InlineData("The secret shop/slack cannot be read: there is no such secret; create it, or correct its name in the manifest.")]
    [InlineData("put a new address into the secret shop/slack.")]
    [InlineData("sha256:0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0 is verified.")]
    [InlineData("See what changes and decide, once: https://approval.lambda-url.eu-central-1.on.aws/?t=c2xpcHdheQ.c2VhbA")]
    [InlineData("https://api.example.com:8443/health answered 503 after 3 s.")]
    [InlineData("password authentication failed for user \"shop\"")]
    [InlineData("Basic checks passed; the bearer of news is here.")]
    [InlineData("slipway approve shop-api-production-0f1e2d3c4b5a --reason TEXT lets it go on")]
    public void What_only_looks_like_one_stays(string text) => Assert.Equal(text, Redaction.Of(text));

    [Fact]
    public void A_long_text_takes_no_long_time()
    {
        var started = TimeProvider.System.GetTimestamp();
        foreach (var piece in new[] { "a", "a-", "password", "://", "Bearer ", "-----BEGIN PRIVATE KEY-----", "eyJaaaaaaaa.", "=" })
        {
            Redaction.Of(string.Concat(Enumerable.Repeat(piece, 100_000 / piece.Length)));
        }

        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(10));
    }
}
