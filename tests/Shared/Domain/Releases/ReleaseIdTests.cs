using Slipway.Domain.Releases;

namespace Slipway.Tests.Shared.Domain.Releases;

public sealed class ReleaseIdTests
{
    private static readonly string Long = new('x', 50);

    [Fact]
    public void The_same_image_in_the_same_place_is_the_same_release()
    {
        Assert.Equal("shop-api-production-aaaaaaaaaaaa", Id("shop", "api", "production", 'a').Value);
        Assert.Equal(Id("shop", "api", "production", 'a'), Id("shop", "api", "production", 'a'));
    }

    [Fact]
    public void Whatever_differs_makes_another_release() => Assert.Equal(
        5, new[] { Id("shop", "api", "production", 'a'), Id("blog", "api", "production", 'a'), Id("shop", "web", "production", 'a'), Id("shop", "api", "staging", 'a'), Id("shop", "api", "production", 'b') }.Distinct().Count());

    [Fact]
    public void A_name_that_is_cut_off_still_differs_by_what_was_cut_off()
    {
        var ids = "abcdef0123456789".Select(digit => Id("shop", Long, "production", digit).Value).ToList();

        Assert.Equal(16, ids.Distinct().Count());
        Assert.All(ids, id => Assert.InRange(id.Length, 40, 60));
    }

    /// <summary>63 is the length of a Kubernetes name, 80 that of an execution, 255 that of a snapshot.</summary>
    [Theory]
    [InlineData(63)]
    [InlineData(80)]
    [InlineData(255)]
    public void A_name_made_of_it_fits_differs_by_every_part_and_is_one_that_all_of_AWS_takes(int most)
    {
        var ids = new[] { Id("shop", "api", "production", 'a'), Id("shop", Long, "production", 'a'), Id("shop", Long, "production", 'b') };
        var names = ids.SelectMany(id => new[] { id.Named("slipway", "main", most), id.Named("slipway", "other", most), id.Named("migrate", "", most), id.Named(Long, "main", most) }).ToList();

        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.All(names, name => Assert.Matches("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", name));
        Assert.All(names, name => Assert.True(name.Length <= most));
    }

    [Fact]
    public void A_name_as_long_as_allowed_is_left_as_it_is()
    {
        var id = new ReleaseId("r");

        Assert.Equal("prefix-r-main", id.Named("prefix", "main", 13));
        Assert.Equal("prefix-r", id.Named("prefix"));
        Assert.Equal($"{new string('x', 50)}-", $"{id.Named(Long + "yyyyy", "main", 63)[..50]}-");
    }

    private static ReleaseId Id(string system, string service, string environment, char digit) => ReleaseId.For(new(system), new(service), new(environment), Any.Digest(digit));
}
