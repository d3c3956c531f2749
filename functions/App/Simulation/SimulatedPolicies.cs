using Caseward.App.Policy;
using Caseward.Domain.Cases;
using Caseward.Domain.Policy;

namespace Caseward.App.Simulation;

/// <summary>The policies that a simulation asks: the one to simulate, as it was when it was asked for, and those of the cases.</summary>
internal sealed class SimulatedPolicies(PolicyCatalog catalog, PolicyStore store)
{
    private volatile Compiled? _latest;

    /// <summary>The policy to simulate; absent when the cases are told under their own.</summary>
    public async Task<ServicePolicy?> DraftAsync(SimulationHead head, CancellationToken cancellationToken)
    {
        if (head.Version is not { } version)
        {
            return null;
        }

        if (head.Text is not { } text)
        {
            return await catalog.VersionAsync(version, cancellationToken);
        }

        if (_latest is not { } compiled || compiled.Text != text)
        {
            _latest = compiled = new Compiled(text, PolicyReader.ReadSaved(await store.ReadTextAsync(text, cancellationToken)).OrThrow());
        }

        return compiled.Policy;
    }

    /// <summary>The policies that a case was handled under; what is not known any more is left out.</summary>
    public async Task LearnAsync(Dictionary<string, ServicePolicy> known, IReadOnlyList<CaseEvent> events, CancellationToken cancellationToken)
    {
        foreach (CaseEvent happened in events)
        {
            string? version = (happened.Fact as CaseOpened)?.PolicyVersion ?? (happened.Fact as PolicyMigrated)?.To;
            if (version is not null && !known.ContainsKey(version) && await catalog.FindAsync(version, cancellationToken) is { } policy)
            {
                known.Add(version, policy);
            }
        }
    }

    private sealed record Compiled(string Text, ServicePolicy Policy);
}
