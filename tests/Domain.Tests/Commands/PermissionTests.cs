using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Commands;
using Caseward.Domain.Rules;
using Caseward.Testing;

namespace Caseward.Domain.Tests.Commands;

/// <summary>
/// Who may do what (rule E6). The case sits in the workshop's queue: Anna and Bram are its members, Sanne supervises it, Willem is the
/// department's manager; Daan and Pieter work for another department.
/// </summary>
public sealed class PermissionTests
{
    private static readonly CaseCommand[] Moves =
    [
        new AssignCase("bram"), new ReleaseCase("standard", null), new AddComment("Hello"), new WaitForCustomer(null), new EscalateCase(null, null, "Help"),
        new ResolveCase("New charger", null, false, null), new CloseCase("Mistake"),
    ];

    private static readonly CaseCommand[] NotForCustomers =
    [
        new AddNote("Mine"), new LogCall { Direction = CallDirection.Outgoing, Reached = true, Notes = "Talked" },
        new CompleteCallback(CallbackOutcome.Reached, "Talked"), new ResumeCase(),
    ];

    public static TheoryData<int> EveryMove => [.. Enumerable.Range(0, Moves.Length)];

    public static TheoryData<int> EverythingElse => [.. Enumerable.Range(0, NotForCustomers.Length)];

    private static CaseScenario Owned() => CaseScenario.Opened("2026-06-02T10:00").Do(new ClaimCase());

    [Theory]
    [MemberData(nameof(EveryMove))]
    public void Nobody_of_another_department_moves_a_case(int move)
    {
        Assert.Equal(RuleCodes.NotYours, Owned().Refused(Moves[move], A.Agent("daan")).Code);
        Assert.Equal(RuleCodes.NotYours, Owned().Refused(Moves[move], A.Supervisor("pieter")).Code);
    }

    [Theory]
    [MemberData(nameof(EveryMove))]
    public void Members_supervisors_the_manager_and_other_systems_do(int move)
    {
        foreach (Actor actor in new[] { A.Agent("anna"), A.Agent("bram"), A.Supervisor("sanne"), A.Manager("willem"), new Actor(ActorKind.Integration, "erp") })
        {
            Assert.NotEqual(1, Owned().Do(Moves[move], actor).State.Version);
        }
    }

    [Theory]
    [MemberData(nameof(EverythingElse))]
    public void Notes_calls_and_callbacks_are_not_for_customers(int command)
    {
        Refusal refusal = Waiting().Refused(NotForCustomers[command], A.Customer());

        Assert.Equal((RuleCodes.NotYours, RefusalKind.Forbidden), (refusal.Code, refusal.Kind));
    }

    [Fact]
    public void A_supervisor_of_another_department_does_not_reopen_a_case_and_the_customer_does()
    {
        CaseScenario solved = Owned().Do(new ResolveCase("New charger", null, false, null));

        Assert.Equal(RuleCodes.NotYours, solved.Refused(new ReopenCase(null), A.Supervisor("pieter")).Code);
        Assert.Equal(CaseStatus.Open, solved.Do(new ReopenCase(null), A.Customer()).State.Status);
    }

    [Fact]
    public void A_customer_ends_a_wait_by_answering_and_not_by_resuming()
    {
        CaseScenario waiting = Waiting();

        Assert.Equal(RuleCodes.NotYours, waiting.Refused(new ResumeCase(), A.Customer()).Code);
        Assert.Equal(CaseStatus.Open, waiting.Do(new AddComment("Red"), A.Customer()).State.Status);
    }

    [Fact]
    public void What_another_system_says_is_taken_as_the_customers_word_and_so_never_counts_as_our_answer()
    {
        CaseScenario waiting = Waiting().Do(new AddComment("Red"), new Actor(ActorKind.Integration, "chat"));

        Assert.Single(waiting.All<CustomerMessageReceived>());
        Assert.Empty(waiting.All<AgentMessageSent>());
        Assert.True(waiting.State.Clock(ClockName.FirstResponse)!.IsRunning);
    }

    private static CaseScenario Waiting() => Owned().Do(new WaitForCustomer("The colour"));
}
