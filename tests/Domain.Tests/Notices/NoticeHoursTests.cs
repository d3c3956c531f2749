using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Commands;
using Caseward.Domain.Policy;
using Caseward.Domain.Tests.Calendars;
using Caseward.Testing;
using NodaTime;

namespace Caseward.Domain.Tests.Notices;

/// <summary>
/// Notices wait for their recipient's notice hours unless they are urgent (rule E8). Sanne, who answers for the workshop, is in New York from 8
/// to 18 on working days; the workshop's own clocks run day and night, so that a deadline can pass while she sleeps.
/// </summary>
public sealed class NoticeHoursTests
{
    private static readonly Instant FridayEvening = Vectors.Instant("2026-06-05T23:00:00Z");
    private static readonly Instant MondayMorning = Vectors.Instant("2026-06-08T12:00:00Z");

    [Fact]
    public void A_breach_outside_of_them_is_told_at_the_next_opening_S49() =>
        Assert.Equal(MondayMorning, To("sanne", Breached(FridayEvening)).NotBefore);

    [Fact]
    public void A_breach_inside_of_them_is_told_at_once() =>
        Assert.Null(To("sanne", Breached(Vectors.Instant("2026-06-05T21:59:59Z"))).NotBefore);

    [Fact]
    public void A_breach_at_their_end_waits() =>
        Assert.Equal(MondayMorning, To("sanne", Breached(Vectors.Instant("2026-06-05T22:00:00Z"))).NotBefore);

    [Fact]
    public void Who_has_none_is_told_at_once() => Assert.Null(To("ingrid", Breached(FridayEvening)).NotBefore);

    [Fact]
    public void An_urgent_rung_does_not_wait_for_them()
    {
        NoticeDecided notice = To("sanne", Breached(FridayEvening, urgent: true));

        Assert.Equal((null, true), (notice.NotBefore, notice.Urgent));
    }

    [Fact]
    public void They_count_from_when_it_fell_due_however_late_somebody_looks() =>
        Assert.Equal(MondayMorning, To("sanne", Breached(FridayEvening, lookLate: Duration.FromDays(1))).NotBefore);

    [Fact]
    public void A_notice_says_which_rung_of_which_generation_it_comes_from()
    {
        NoticeDecided notice = To("sanne", Breached(FridayEvening));

        Assert.Equal((ClockName.Ownership, 1, "tier-2"), (notice.Clock, notice.Generation, notice.Rung));
    }

    [Fact]
    public void Escalating_by_hand_does_not_wait_for_them()
    {
        CaseScenario scenario = CaseScenario.Opened("2026-06-06T03:00", policy: Policy(urgent: false)).Do(new EscalateCase(null, "sanne", "The customer is at the door."));

        Assert.Equal((null, true), (To("sanne", scenario).NotBefore, To("sanne", scenario).Urgent));
    }

    /// <summary>A case that nobody takes within its hour, which is over at that instant.</summary>
    private static CaseScenario Breached(Instant due, bool urgent = false, Duration lookLate = default)
    {
        LocalDateTime opened = (due - Duration.FromHours(1)).InZone(DateTimeZoneProviders.Tzdb["Europe/Amsterdam"]).LocalDateTime;
        return CaseScenario.Opened($"{opened:uuuu-MM-ddTHH:mm:ss}", policy: Policy(urgent)).At(due + lookLate + Duration.FromSeconds(1));
    }

    private static ServicePolicy Policy(bool urgent)
    {
        PolicyDocument document = TestPolicies.Default.Document;
        return PolicyReader.Check(document with
        {
            Calendars = [.. document.Calendars, Vectors.Definition("us-8-18"), Vectors.Definition("utc-24x7")],
            Departments = [.. document.Departments.Select(department => department with { Calendar = "utc-24x7" })],
            People = [.. document.People.Select(person => person.Id == "sanne" ? person with { NoticeHours = "us-8-18" } : person)],
            Promises = [.. document.Promises.Select(promise => promise with { Ownership = Budget.Of(Duration.FromHours(1)) })],
            Ladders = [.. document.Ladders.Select(ladder => ladder with { Rungs = [.. ladder.Rungs.Select(rung => rung with { Urgent = urgent })] })],
        }).OrThrow();
    }

    private static NoticeDecided To(string person, CaseScenario scenario) => Assert.Single(scenario.All<NoticeDecided>(), notice => notice.Recipient == person);
}
