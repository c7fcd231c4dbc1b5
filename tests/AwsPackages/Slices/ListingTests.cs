using Amazon.Lambda.Core;
using Amazon.Lambda.TestUtilities;

namespace Slipway.Tests.AwsPackages.Slices;

/// <summary>A slice may hold less than the official package, and nothing else.</summary>
public sealed class ListingTests
{
    public static TheoryData<Type> Slices => new(typeof(ILambdaContext), typeof(TestLambdaContext));

    [Theory]
    [MemberData(nameof(Slices))]
    public void Every_public_member_stands_in_the_official_package(Type type)
    {
        var listed = Directory.GetFiles(Repository.Shared("api"), "Amazon.Lambda.*.txt").SelectMany(File.ReadLines).ToHashSet(StringComparer.Ordinal);
        var members = PublicApi.Of(type.Assembly).ToArray();

        Assert.NotEmpty(members);
        Assert.Equal("", string.Join('\n', members.Where(member => !listed.Contains(member))));
    }

    [Fact]
    public void A_context_that_implements_the_slice_implements_the_official_interface()
    {
        const string Member = "Amazon.Lambda.Core.ILambdaContext.";
        var listed = File.ReadLines(Path.Combine(Repository.Shared("api"), "Amazon.Lambda.Core.txt"));

        Assert.Equal(
            listed.Where(line => line.StartsWith(Member, StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            PublicApi.Of(typeof(ILambdaContext).Assembly).Where(line => line.StartsWith(Member, StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }
}
