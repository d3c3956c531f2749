using Caseward.App.Tests.Crash;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(Caseward.App.Tests.LongestFirst))]

namespace Caseward.App.Tests;

/// <summary>The classes in which the app dies again and again begin first: each takes longer than any other, and those fit beside them.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderByDescending(collection => collection.TestCollectionDisplayName.Contains(typeof(LifecycleGapTests).Namespace!, StringComparison.Ordinal))];
}
