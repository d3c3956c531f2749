using Caseward.App.Tests.Crash;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(Caseward.App.Tests.LongestFirst))]

namespace Caseward.App.Tests;

/// <summary>The class whose tests start processes, one after the other, begins first: it takes as long as all others together, which fit beside it.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderByDescending(collection => collection.TestCollectionDisplayName.Contains(nameof(LifecycleGapTests), StringComparison.Ordinal))];
}
