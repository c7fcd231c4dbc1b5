namespace Slipway.Tests.Contracts.Privileges;

/// <summary>Every way in which C# comes from one method to another, on small classes: what each entry calls is what its name says.</summary>
public sealed class CallGraphTests
{
    private static readonly CallGraph Graph = new(typeof(CallGraphTests).Assembly);

    [Theory]
    [InlineData(nameof(SampleEntries.NothingAsync), "")]
    [InlineData(nameof(SampleEntries.AnAsyncMethodAsync), "Async")]
    [InlineData(nameof(SampleEntries.AnIterator), "Iterator")]
    [InlineData(nameof(SampleEntries.AnAsyncIteratorAsync), "AsyncIterator")]
    [InlineData(nameof(SampleEntries.ALambda), "Lambda")]
    [InlineData(nameof(SampleEntries.AnAsyncLambdaAsync), "Lambda")]
    [InlineData(nameof(SampleEntries.ALocalFunction), "Local")]
    [InlineData(nameof(SampleEntries.AMethodGroup), "Group")]
    [InlineData(nameof(SampleEntries.AGenericMethod), "Generic")]
    [InlineData(nameof(SampleEntries.AGenericType), "Generic")]
    [InlineData(nameof(SampleEntries.AConstructor), "Constructor Field StaticField")]
    [InlineData(nameof(SampleEntries.AProperty), "Property")]
    [InlineData(nameof(SampleEntries.AnOverride), "Override")]
    [InlineData(nameof(SampleEntries.OneMethodOfAPort), "First")]
    [InlineData(nameof(SampleEntries.TheOtherMethodOfAPortAsync), "Second SecondOfTheRouter")]
    [InlineData(nameof(SampleEntries.ACallbackOfTheLibrary), "Callback")]
    [InlineData(nameof(SampleEntries.ADelegateFromElsewhere), "Composed")]
    public void An_entry_reaches_what_its_name_says_and_nothing_else(string entry, string reached) => Assert.Equal(
        reached.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        Walked(entry).Methods.Where(method => method.DeclaringType.Name == nameof(SampleEnds)).Select(method => method.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void A_walk_ends_where_it_is_told_to_and_says_so()
    {
        var walk = Graph.From(typeof(SampleEntries).GetMethod(nameof(SampleEntries.AProperty))!, method => method.Name == "get_Text");

        Assert.DoesNotContain(walk.Methods, method => method.DeclaringType.Name == nameof(SampleEnds));
        Assert.Contains(walk.Departures, departure => departure.Name == $"{typeof(SampleObject).FullName}.get_Text");
    }

    [Fact]
    public void A_walk_tells_how_it_came_to_a_method() => Assert.Equal(
        "SampleEntries.AnOverride > SampleDerived.Turn > SampleEnds.Override",
        Walked(nameof(SampleEntries.AnOverride)) is var walk ? walk.PathTo(walk.Methods.Single(method => method.Name == nameof(SampleEnds.Override))) : "");

    private static Walk Walked(string entry) => Graph.From(typeof(SampleEntries).GetMethod(entry)!, isRoot: type => type.Name == nameof(SampleComposition));
}
