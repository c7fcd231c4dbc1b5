using System.Buffers.Text;
using System.Text;
using Slipway.Domain.Approvals;

namespace Slipway.Tests.Shared.Domain.Approvals;

public sealed class DecisionLinkTests
{
    private const string Key = "0123456789abcdef0123456789abcdef";
    private static readonly DecisionLink Link = new(new("shop-api-production-aaaaaaaaaaaa"), "ann", Any.Time);

    [Fact]
    public void A_token_says_what_it_was_made_for_and_is_the_same_each_time()
    {
        Assert.Equal(Link, DecisionLink.Read(Link.Sign(Key), Key));
        Assert.Equal(Link.Sign(Key), Link.Sign(Key));
        Assert.Matches("^[A-Za-z0-9_.-]+$", Link.Sign(Key));
    }

    [Fact]
    public void A_token_with_any_character_changed_is_nobodys()
    {
        var token = Link.Sign(Key);
        var changed = Enumerable.Range(0, token.Length).SelectMany(at => "Aa0_-.=+ \n".Where(letter => letter != token[at]).Select(letter => $"{token[..at]}{letter}{token[(at + 1)..]}"));

        Assert.All(changed.Concat([$"{token}A", $"{token}=", $" {token}", token[..^1], token[1..], $"{token}.{token}"]), other => Assert.Null(DecisionLink.Read(other, Key)));
    }

    /// <summary>What a token says, with the seal of another.</summary>
    [Theory]
    [InlineData("slipway-decision-1\nshop-api-production-bbbbbbbbbbbb\nann\n1767603600")]
    [InlineData("slipway-decision-1\nshop-api-production-aaaaaaaaaaaa\nben\n1767603600")]
    [InlineData("slipway-decision-1\nshop-api-production-aaaaaaaaaaaa\nann\n1999999999")]
    [InlineData("slipway-decision-2\nshop-api-production-aaaaaaaaaaaa\nann\n1767603600")]
    public void The_seal_of_one_right_opens_no_other(string text) =>
        Assert.Null(DecisionLink.Read($"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text))}.{Link.Sign(Key).Split('.')[1]}", Key));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a.b")]
    [InlineData("no token at all")]
    public void What_is_no_token_is_nobodys(string? text) => Assert.Null(DecisionLink.Read(text, Key));

    [Fact]
    public void Another_key_opens_nothing_and_endless_text_is_not_even_read()
    {
        Assert.Null(DecisionLink.Read(Link.Sign(Key), Key.Replace('0', '1')));
        Assert.Null(DecisionLink.Read(new string('A', 100_000), Key));
    }

    [Fact]
    public void Its_use_is_remembered_by_what_does_not_tell_it()
    {
        var token = Link.Sign(Key);

        Assert.Equal(DecisionLink.UseOf(token), DecisionLink.UseOf(token));
        Assert.NotEqual(DecisionLink.UseOf(token), DecisionLink.UseOf((Link with { Person = "ben" }).Sign(Key)));
        Assert.DoesNotContain(token.Split('.')[1][..8], DecisionLink.UseOf(token), StringComparison.Ordinal);
    }
}
