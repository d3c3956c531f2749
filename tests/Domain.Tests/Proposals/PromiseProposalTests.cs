using Caseward.Domain.Calendars;
using Caseward.Domain.Clocks;
using Caseward.Domain.Policy;
using Caseward.Domain.Proposals;
using Caseward.Testing;
using NodaTime;
using NodaTime.Text;

namespace Caseward.Domain.Tests.Proposals;

/// <summary>Worked examples; a working day of the handbook's organisation has eight and a half hours.</summary>
public sealed class PromiseProposalTests
{
    private static readonly Duration Day = Duration.FromMinutes(510);

    [Theory]
    [InlineData("PT0S", "PT5M", "an answer at once is no promise of no time")]
    [InlineData("PT4M59S", "PT5M", "up")]
    [InlineData("PT5M", "PT5M", "what fits stays")]
    [InlineData("PT5M0.0000001S", "PT10M", "a tick more does not fit")]
    [InlineData("PT47M", "PT50M", "five minutes up to an hour")]
    [InlineData("PT58M", "PT1H", "five minutes up to an hour")]
    [InlineData("PT61M", "PT1H30M", "half hours up to four")]
    [InlineData("PT4H", "PT4H", "half hours up to four")]
    [InlineData("PT4H1M", "PT5H", "whole hours up to a day")]
    [InlineData("PT7H50M", "PT8H", "whole hours up to a day")]
    [InlineData("PT8H1M", "1", "nine hours are more than a day, and a day is enough")]
    [InlineData("PT8H30M", "1", "exactly a day")]
    [InlineData("PT8H31M", "2", "a minute more")]
    [InlineData("PT42H30M", "5", "exactly five days")]
    [InlineData("PT44H", "6", "five days are too short")]
    [InlineData("PT382H30M", "45", "nine weeks")]
    public void A_time_becomes_the_shortest_promise_that_holds_it(string taken, string promise, string why)
    {
        Budget budget = PromiseProposal.Presentable(Period(taken), Day);

        Budget expected = int.TryParse(promise, out int days) ? Budget.Of(days, WorkingDays.EndOfDay) : Budget.Of(Period(promise));
        Assert.True(expected == budget, $"{why}: {budget}");
    }

    [Fact]
    public void Where_somebody_is_always_in_a_day_has_24_hours()
    {
        Assert.Equal(Budget.Of(Duration.FromHours(13)), PromiseProposal.Presentable(Duration.FromHours(12.5), Duration.FromHours(24)));
        Assert.Equal(Budget.Of(1, WorkingDays.EndOfDay), PromiseProposal.Presentable(Duration.FromHours(23.5), Duration.FromHours(24)));
        Assert.Equal(Budget.Of(2, WorkingDays.EndOfDay), PromiseProposal.Presentable(Duration.FromHours(24.5), Duration.FromHours(24)));
    }

    [Fact]
    public void What_nine_of_ten_kept_is_proposed()
    {
        // One to twenty hours: the eighteenth is 18 hours, a little more than two days of eight and a half.
        var measured = MeasuredTimes.Of(Enumerable.Range(1, 20).Reverse().Select(hours => Duration.FromHours(hours)));

        Assert.Equal(
            (20, Duration.FromHours(10), Duration.FromHours(16), Duration.FromHours(18), Duration.FromHours(19)),
            (measured.Count, measured.P50, measured.P80, measured.P90, measured.P95));
        Assert.Equal(Budget.Of(3, WorkingDays.EndOfDay), PromiseProposal.Of(measured, Day));
    }

    [Fact]
    public void From_fewer_than_twenty_cases_nothing_is_proposed()
    {
        var measured = MeasuredTimes.Of(Enumerable.Repeat(Duration.FromHours(1), 19));

        Assert.Equal(Duration.FromHours(1), measured.P95);
        Assert.Null(PromiseProposal.Of(measured, Day));
    }

    [Fact]
    public void Without_cases_there_is_nothing_to_say() => Assert.Equal(new MeasuredTimes { Count = 0 }, MeasuredTimes.Of([]));

    [Fact]
    public void Of_one_case_every_percentile_is_that_case()
    {
        var measured = MeasuredTimes.Of([Duration.FromHours(7)]);

        Assert.All(new[] { measured.P50, measured.P80, measured.P90, measured.P95 }, each => Assert.Equal(Duration.FromHours(7), each));
    }

    [Theory]
    [InlineData("2024-08-12T10:30", CalendarUse.Response)]
    [InlineData("2024-08-20T10:30", CalendarUse.LeadTime)]
    public void A_working_day_is_as_long_as_most_of_them_also_in_a_blackout(string now, CalendarUse use) =>
        Assert.Equal(Day, PromiseProposal.WorkingDayOf(TestPolicies.Default.Calendar(new CaseScope("werkplaats"), use), CaseScenario.Local(now)));

    [Fact]
    public void Under_the_proposed_working_days_what_was_measured_is_on_time_whenever_it_starts()
    {
        BusinessCalendar office = TestPolicies.Default.Calendar(new CaseScope("werkplaats"), CalendarUse.Office);
        Duration taken = Duration.FromHours(20);
        Budget budget = PromiseProposal.Presentable(taken, Day);
        for (Instant start = CaseScenario.Local("2024-08-12T00:00"); start < CaseScenario.Local("2024-08-19T00:00"); start += Duration.FromMinutes(37))
        {
            Assert.True(office.Add(start, taken) <= office.AddWorkingDays(start, budget.WorkingDays!.Value, budget.Reading), $"{start}");
        }
    }

    private static Duration Period(string iso) => PeriodPattern.NormalizingIso.Parse(iso).Value.ToDuration();
}
