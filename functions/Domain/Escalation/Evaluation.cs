using Caseward.Domain.Cases;
using NodaTime;

namespace Caseward.Domain.Escalation;

/// <summary>What is due on a case now, and when to look again.</summary>
/// <param name="State">The state after what is due.</param>
/// <param name="Facts">What is due, in order; empty most of the time.</param>
/// <param name="NextLook">When something becomes due by itself; <see langword="null"/> when nothing ever will unless somebody acts.</param>
public sealed record Evaluation(CaseState State, IReadOnlyList<PendingFact> Facts, Instant? NextLook);
