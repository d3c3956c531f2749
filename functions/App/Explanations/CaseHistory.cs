using Caseward.App.Cases;
using Caseward.App.Policy;
using Caseward.Domain.Cases;
using Caseward.Domain.Explanations;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.App.Explanations;

/// <summary>Reads a case back from its events, as of any instant, with the policies that it was handled under. Reads only.</summary>
internal sealed class CaseHistory(CaseStore store, PolicyCatalog policies)
{
    private const int EventsPerRead = 500;

    /// <summary>The case as of an instant; <see langword="null"/> when nothing of it was written down by then.</summary>
    public async Task<PastCase?> AsOfAsync(CaseNumber number, Instant at, CancellationToken cancellationToken)
    {
        var events = new List<CaseEvent>();
        IReadOnlyList<CaseEvent> read;
        do
        {
            read = await store.ReadEventsAsync(number, events.Count, EventsPerRead, cancellationToken);
            events.AddRange(read);
        }
        while (read.Count == EventsPerRead);

        var known = new Dictionary<string, ServicePolicy>(StringComparer.Ordinal);
        foreach (string version in CaseAsOf.PolicyVersions(events))
        {
            known[version] = await policies.VersionAsync(version, cancellationToken);
        }

        return CaseAsOf.Of(number, events, version => known[version], at) is { } view ? new PastCase(view, known) : null;
    }
}

/// <summary>A case as of an instant.</summary>
/// <param name="View">The case.</param>
/// <param name="Policies">The policies that its events need, by version.</param>
internal sealed record PastCase(CaseAsOf View, IReadOnlyDictionary<string, ServicePolicy> Policies)
{
    /// <summary>The policy that it was handled under at that instant.</summary>
    public ServicePolicy Policy => Policies[View.State.PolicyVersion];

    /// <summary>Every clock, explained.</summary>
    public IReadOnlyList<ClockExplanation> Explain() => CaseExplanation.Of(View, version => Policies[version]);
}
