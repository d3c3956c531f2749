using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Commands;
using Caseward.Domain.Policy;
using Caseward.Testing;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace Caseward.Domain.Tests.Walks;

/// <summary>
/// What customers wrote and which calls there were can be told in any order (rule K12): in the end every clock is the same. What was carried out by
/// then stays carried out, and what people do otherwise orders by sequence; so nothing of that is in these lives.
/// </summary>
public sealed class ArrivalOrderTests
{
    private static readonly Actor Teller = new(ActorKind.Integration, "erp");

    private static readonly ServicePolicy[] Policies = [.. Enum.GetValues<NextResponseMode>().Select(Policy)];

    [Fact]
    public void In_which_order_messages_and_calls_are_told_changes_no_clock_in_the_end() =>
        Prop.ForAll(
            Arb.From(
                from policy in Gen.Choose(0, Policies.Length - 1)
                from told in (from minute in Gen.Choose(1, 3_000) from isCall in Gen.Choose(0, 1) select (Minute: minute, IsCall: isCall == 1)).ListOf()
                let few = told.Take(7).DistinctBy(item => item.Minute).ToArray()
                from order in Gen.Shuffle(few)
                select (Policy: policy, Few: few, Order: order.ToArray())),
            life => Assert.Equal(Clocks(life.Policy, [.. life.Few.OrderBy(item => item.Minute)]), Clocks(life.Policy, life.Order)))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(RandomWalks.Lives * 5));

    private static string Clocks(int policy, (int Minute, bool IsCall)[] told)
    {
        CaseScenario scenario = CaseScenario.Opened("2026-06-02T10:00", open => open with { Origin = Origin.Email }, Policies[policy])
            .Do(new AssignCase("anna"), A.Manager("willem")).At("2026-06-05T12:00");
        foreach ((int minute, bool isCall) in told)
        {
            Instant at = CaseScenario.Local("2026-06-02T10:00") + Duration.FromMinutes(minute);
            CaseCommand command = isCall
                ? new LogCall { Direction = CallDirection.Outgoing, Reached = true, Notes = "Talked", OccurredAt = at }
                : new AddComment("Hello") { OccurredAt = at };
            scenario.Do(command, Teller);
        }

        return string.Join('\n', scenario.State.Clocks.OrderBy(clock => clock.Name).Select(clock =>
            $"{clock.Name} {clock.StartedAt} {clock.StoppedAt} {clock.Cancelled} late {clock.Breached && !clock.BreachCorrected} {string.Join(' ', clock.Pauses)}"));
    }

    private static ServicePolicy Policy(NextResponseMode mode) => PolicyReader.Check(TestPolicies.Default.Document with
    {
        Blackouts = [],
        Ladders = [],
        Clocks = new ClockRules { NextResponse = mode },
        Promises = [.. Enumerable.Range(1, 4).Select(priority => new PromiseRow
        {
            From = new LocalDate(2020, 1, 1),
            Priority = priority,
            Ownership = Budget.Of(Duration.FromHours(4)),
            OwnerAction = Budget.Of(Duration.FromHours(3)),
            FirstResponse = Budget.Of(Duration.FromHours(4)),
            NextResponse = Budget.Of(Duration.FromHours(2)),
            Resolution = Budget.Of(Duration.FromHours(40)),
        })],
    }).OrThrow();
}
