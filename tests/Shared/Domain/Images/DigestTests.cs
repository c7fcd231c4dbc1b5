using Slipway.Domain.Images;

namespace Slipway.Tests.Shared.Domain.Images;

public sealed class DigestTests
{
    private const string Hexadecimal = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Fact]
    public void A_digest_is_sha256_and_64_hexadecimal_digits()
    {
        var digest = Digest.Parse($"sha256:{Hexadecimal}");

        Assert.Equal($"sha256:{Hexadecimal}", digest.ToString());
        Assert.Equal("0123456789ab", digest.Abbreviation);
        Assert.Equal(digest, Digest.Parse($"sha256:{Hexadecimal}"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(Hexadecimal)]
    [InlineData("sha256:")]
    [InlineData("sha256:0123456789abcdef")]
    [InlineData("sha256:" + Hexadecimal + "0")]
    [InlineData("SHA256:" + Hexadecimal)]
    [InlineData("sha512:" + Hexadecimal)]
    [InlineData("sha256:0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("sha256:g123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde\n")]
    [InlineData("sha256:٠123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public void Everything_else_is_none(string? text)
    {
        Assert.False(Digest.TryParse(text, null, out var digest));
        Assert.Equal("", digest.ToString());
        if (text is not null)
        {
            Assert.Contains(text, Assert.Throws<FormatException>(() => Digest.Parse(text)).Message, StringComparison.Ordinal);
        }
    }
}
