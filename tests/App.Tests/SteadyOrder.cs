using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCaseOrderer(typeof(Caseward.App.Tests.SteadyOrder))]

namespace Caseward.App.Tests;

/// <summary>By name. The runner's own order follows from the folder that the tests lie in, and tests that share an application meet its chaos in their order.</summary>
public sealed class SteadyOrder : ITestCaseOrderer
{
    public IReadOnlyCollection<TTestCase> OrderTestCases<TTestCase>(IReadOnlyCollection<TTestCase> testCases)
        where TTestCase : notnull, ITestCase => [.. testCases.OrderBy(test => test.TestCaseDisplayName, StringComparer.Ordinal)];
}
