using System.Text.Json;
using Caseward.Domain.Cases;
using Caseward.Domain.Escalation;
using Caseward.Domain.Explanations;
using Caseward.Domain.Tests.Walks;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace Caseward.Domain.Tests.Explanations;

/// <summary>What is foretold is what happens, whatever happened before, when nobody acts any more.</summary>
public sealed class ForecastPropertyTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(70)]
    public void What_is_foretold_is_what_the_lifecycle_does_when_nobody_acts(int days) =>
        Prop.ForAll(RandomWalks.Any, (Life life) =>
        {
            CaseWalk walk = RandomWalks.Walk(life, mayAskContact: true);
            Instant until = walk.Now + Duration.FromDays(days);
            CaseForecast forecast = CaseForecast.IfNobodyActs(walk.State, walk.Policy, until);

            int before = walk.Stream.Count;
            while (CaseEvaluator.NextLook(walk.State, walk.Policy) is { } look && look <= until)
            {
                walk.Look(Instant.FromUnixTimeSeconds(Instant.Max(look, walk.Now).ToUnixTimeSeconds() + 2), mayAskContact: true);
            }

            Assert.False(forecast.IsCutOff);
            Assert.Equal(walk.Stream.Skip(before).Select(stored => Line(stored.Event.Fact)), forecast.Steps.SelectMany(step => step.Facts).Select(Line));
            Assert.Equal(Instants(walk.Stream.Skip(before).Select(stored => (stored.Event.Fact, stored.Event.OccurredAt))), Instants(forecast.Steps.SelectMany(step => step.Facts.Select(fact => (fact, step.At)))));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(RandomWalks.Lives));

    /// <summary>A survey happens when somebody looks; when that is, nobody foretells to the second.</summary>
    private static string Line(CaseFact fact) => fact is SurveyOffered offered ? $"survey {offered.Survey}" : JsonSerializer.Serialize(fact, CaseJson.Options);

    private static IEnumerable<(string, Instant)> Instants(IEnumerable<(CaseFact Fact, Instant At)> facts) =>
        facts.Where(happened => happened.Fact is ClockBreached or RungCarriedOut or CaseEscalated or CaseClosed).Select(happened => (Line(happened.Fact), happened.At));
}
