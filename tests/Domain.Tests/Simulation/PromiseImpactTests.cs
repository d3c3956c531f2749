using Caseward.Domain.Clocks;
using Caseward.Domain.Commands;
using Caseward.Domain.Policy;
using Caseward.Domain.Simulation;
using Caseward.Testing;
using NodaTime;

namespace Caseward.Domain.Tests.Simulation;

/// <summary>What other hours do to promises that were given (rule K7). A planable case of Monday 12 August 2024: response due Monday 19 August, 17:00.</summary>
public sealed class PromiseImpactTests
{
    [Fact]
    public void A_blackout_of_the_response_clock_over_the_due_day_makes_the_promise_impossible()
    {
        ImpossiblePromise found = Assert.Single(Impact(Opened(), Closed(BlackoutScope.ResponseClock)), each => each.Clock == ClockName.FirstResponse);

        Assert.Equal((CaseScenario.Local("2024-08-19T17:00"), CaseScenario.Local("2024-09-09T17:00")), (found.Promised, found.Possible));
    }

    [Fact]
    public void The_same_hours_make_nothing_impossible() => Assert.Empty(Impact(Opened(), TestPolicies.Default));

    [Fact]
    public void What_the_hours_in_force_leave_no_room_for_either_is_not_told_again()
    {
        ServicePolicy closed = Closed(BlackoutScope.ResponseClock);

        Assert.Empty(PromiseImpact.Of(Opened().State, TestPolicies.Default, closed, closed, CaseScenario.Local("2024-08-12T10:30")));
    }

    [Fact]
    public void A_blackout_after_the_due_instant_makes_nothing_impossible() =>
        Assert.DoesNotContain(
            Impact(Opened(), Closed(BlackoutScope.ResponseClock, new LocalDate(2024, 8, 20))), each => each.Clock == ClockName.FirstResponse);

    [Fact]
    public void What_stands_still_or_is_over_is_no_promise_that_can_become_impossible()
    {
        CaseScenario waiting = Opened().Do(new ClaimCase()).Do(new WaitForCustomer(null));
        CaseScenario solved = Opened().Do(new ClaimCase()).Do(new ResolveCase("Charged", null, false, null));

        Assert.Empty(Impact(waiting, Closed(BlackoutScope.ResponseClock)));
        Assert.Empty(Impact(solved, Closed(BlackoutScope.ResponseClock)));
    }

    [Fact]
    public void A_callback_in_a_blackout_of_appointments_is_impossible_and_the_next_opening_is_named()
    {
        CaseScenario promised = Opened().Do(new RequestCallback { From = CaseScenario.Local("2024-08-15T09:00"), Until = CaseScenario.Local("2024-08-15T10:00") });

        ImpossiblePromise found = Assert.Single(Impact(promised, Closed(BlackoutScope.Appointments, new LocalDate(2024, 8, 15))));

        Assert.Equal((ClockName.Callback, CaseScenario.Local("2024-08-15T10:00"), CaseScenario.Local("2024-09-09T08:30")), (found.Clock, found.Promised, found.Possible));
    }

    [Fact]
    public void An_agreed_date_at_closing_time_can_be_kept_and_one_on_a_closed_day_cannot()
    {
        CaseScenario kept = Opened().Do(new AgreeDate(CaseScenario.Local("2024-08-14T17:00"), null, null));
        CaseScenario broken = Opened().Do(new AgreeDate(CaseScenario.Local("2024-08-15T17:00"), null, null));
        ServicePolicy closed = Closed(BlackoutScope.Appointments, new LocalDate(2024, 8, 15));

        Assert.Empty(Impact(kept, closed));
        Assert.Equal(ClockName.Agreed, Assert.Single(Impact(broken, closed)).Clock);
    }

    private static CaseScenario Opened() => CaseScenario.Opened("2024-08-12T10:30");

    private static IReadOnlyList<ImpossiblePromise> Impact(CaseScenario scenario, ServicePolicy draft) =>
        PromiseImpact.Of(scenario.State, TestPolicies.Default, TestPolicies.Default, draft, scenario.Now);

    private static ServicePolicy Closed(BlackoutScope scope, LocalDate? from = null) => PolicyReader.Check(TestPolicies.Default.Document with
    {
        Version = "closed",
        Blackouts = [.. TestPolicies.Default.Document.Blackouts, new Blackout { Id = "flood", From = from ?? new LocalDate(2024, 8, 19), To = new LocalDate(2024, 9, 8), Affects = [scope] }],
    }).OrThrow();
}
