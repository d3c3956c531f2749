using System.Text.Json;
using Caseward.Domain.Cases;
using NodaTime;

namespace Caseward.Domain.Audit;

/// <summary>Facts side by side. What a person did is told by its kind only: its words are none of an audit's business.</summary>
internal static class FactText
{
    /// <summary>Whether an event is what was to be decided.</summary>
    public static bool Same(PendingFact expected, CaseEvent found) =>
        found.Actor == expected.Actor && found.OccurredAt == expected.OccurredAt && Json(found.Fact) == Json(expected.Fact);

    public static string Of(PendingFact decided) => Of(decided.Fact, decided.Actor, decided.OccurredAt);

    public static string Of(CaseEvent happened) => Of(happened.Fact, happened.Actor, happened.OccurredAt);

    private static string Of(CaseFact fact, Actor actor, Instant at) =>
        actor == Actor.System ? $"{Json(fact)} at {at}" : $"{fact.GetType().Name} by somebody at {at}";

    private static string Json(CaseFact fact) => JsonSerializer.Serialize(fact, CaseJson.Options);
}
