using System.Text.Json;
using Caseward.Domain.Cases;
using Caseward.Domain.Policy;
using Caseward.Domain.Simulation;
using Caseward.Domain.Tests.Walks;
using FsCheck;
using FsCheck.Fluent;

namespace Caseward.Domain.Tests.Simulation;

/// <summary>The simulation is the production code: under its own policy a case becomes what it became (vector S62).</summary>
public sealed class OwnPolicyTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(true)]
    [InlineData(false)]
    public void S62_a_case_under_its_own_policy_becomes_fact_by_fact_what_it_became(bool? mayAskContact) =>
        Always(life =>
        {
            CaseWalk walk = RandomWalks.Walk(life, mayAskContact: mayAskContact);
            SimulatedCase simulated = CaseSimulator.Own(walk.State.Number, Events(walk), version => version == walk.Policy.Version ? walk.Policy : null, walk.Now);

            Assert.True(simulated.Fits);
            Assert.Empty(simulated.Gaps);
            Assert.Equal(Events(walk).Select(Text), simulated.Facts.Select(Text));
        });

    [Fact]
    public void A_case_under_the_same_document_with_another_name_becomes_what_it_became() =>
        Always(life =>
        {
            CaseWalk walk = RandomWalks.Walk(life, mayAskContact: true);
            ServicePolicy renamed = PolicyReader.Check(walk.Policy.Document with { Version = "renamed" }).OrThrow();
            SimulatedCase simulated = CaseSimulator.Under(walk.State.Number, Events(walk), renamed, walk.Now);

            Assert.True(simulated.Fits);
            Assert.Equal(
                Events(walk).Where(each => each.Fact is not (MailFailed or NoticeWithdrawn)).Select(each => Text(each).Replace($"\"{walk.Policy.Version}\"", "\"renamed\"", StringComparison.Ordinal)),
                simulated.Facts.Select(Text));
        });

    [Fact]
    public void A_case_under_any_policy_can_be_told_to_the_end() =>
        Always(life =>
        {
            CaseWalk walk = RandomWalks.Walk(life, mayAskContact: true);
            foreach (ServicePolicy policy in RandomWalks.Policies)
            {
                Assert.True(CaseSimulator.Under(walk.State.Number, Events(walk), policy, walk.Now + NodaTime.Duration.FromDays(30)).Fits);
            }
        });

    private static IReadOnlyList<CaseEvent> Events(CaseWalk walk) => [.. walk.Stream.Select(stored => stored.Event)];

    private static string Text(CaseEvent happened) => Text(new PendingFact(happened.Fact, happened.Actor, happened.OccurredAt));

    private static string Text(PendingFact fact) => $"{fact.OccurredAt} {fact.Actor.Id} {JsonSerializer.Serialize(fact.Fact, CaseJson.Options)}";

    private static void Always(Action<Life> property) =>
        Prop.ForAll(RandomWalks.Any, property).Check(Config.QuickThrowOnFailure.WithMaxTest(RandomWalks.Lives));
}
