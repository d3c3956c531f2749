using Caseward.Testing;

namespace Caseward.App.Tests;

/// <summary>One application for all tests of a class that only add to it.</summary>
public sealed class SharedHost : IAsyncLifetime
{
    public CasewardHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await CasewardHost.StartAsync();

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
