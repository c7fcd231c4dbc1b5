using Slipway.Tests.Packaging;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(Slipway.Tests.SlowestFirst))]

namespace Slipway.Tests;

/// <summary>What publishes a native program takes minutes and begins first: it came last by chance, and nothing else was left to run beside it.</summary>
public sealed class SlowestFirst : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => !collection.TestCollectionDisplayName.Contains(nameof(NativeBootstrapTests), StringComparison.Ordinal)).ThenBy(collection => collection.UniqueID, StringComparer.Ordinal)];
}
