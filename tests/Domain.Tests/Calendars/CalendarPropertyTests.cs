using Caseward.Domain.Calendars;
using Caseward.Domain.Clocks;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace Caseward.Domain.Tests.Calendars;

/// <summary>What holds for every calendar. A failure prints the seed to replay it with and the smallest case found.</summary>
public sealed class CalendarPropertyTests
{
    [Fact]
    public void A_due_time_is_never_earlier_than_its_start() =>
        Always(the => the.Calendar.Add(the.Start, the.Budget) >= the.Start);

    [Fact]
    public void The_open_time_up_to_a_due_time_is_the_budget() =>
        Always(the => the.Calendar.Between(the.Start, the.Calendar.Add(the.Start, the.Budget)) == the.Budget);

    [Fact]
    public void A_larger_budget_is_never_due_earlier() =>
        Always(the => the.Calendar.Add(the.Start, the.Budget + the.Other) >= the.Calendar.Add(the.Start, the.Budget));

    [Fact]
    public void Budgets_spent_one_after_the_other_end_where_their_sum_ends() =>
        Always(the => the.Other == Duration.Zero
            || the.Calendar.Add(the.Calendar.Add(the.Start, the.Budget), the.Other) == the.Calendar.Add(the.Start, the.Budget + the.Other));

    [Fact]
    public void An_open_instant_is_where_the_open_time_up_to_it_is_used_up() =>
        Always(the =>
        {
            Instant until = the.Calendar.NextOpen(the.Start + the.Other) + Duration.FromTicks(1);
            return the.Calendar.Add(the.Start, the.Calendar.Between(the.Start, until)) == until;
        });

    /// <summary>A blackout is a closure of the calendar for the clocks that it stops.</summary>
    [Fact]
    public void Closed_time_never_makes_a_case_due_earlier_whether_holiday_closure_break_or_lost_window() =>
        Always(the =>
        {
            LocalDate date = (the.Start + the.Other).InZone(the.Calendar.Zone).Date;
            CalendarDefinition open = the.Definition;
            CalendarDefinition[] moreClosed =
            [
                open with { Holidays = [.. open.Holidays, date] },
                open with { AnnualHolidays = [new AnnualMonthDay(date.Month, date.Day)] },
                open with { Closures = [.. open.Closures, new Closure(date, date.PlusDays(3))] },
                open with { Breaks = [.. open.Breaks, new Break(date.At(new LocalTime(1, 10)), date.At(new LocalTime(9, 50)))] },
                open with { Overrides = open.Overrides.Where(pair => pair.Key != date).Append(new(date, [])).ToDictionary() },
            ];
            return moreClosed.Select(definition => BusinessCalendar.Compile(definition).OrThrow()).All(closed =>
                closed.Add(the.Start, the.Budget) >= the.Calendar.Add(the.Start, the.Budget)
                && closed.Add(the.Start, the.Budget, the.Pauses) >= the.Calendar.Add(the.Start, the.Budget, the.Pauses));
        });

    /// <summary>
    /// Closed dates, that is: a last day that closes earlier ends earlier, when the promise is the end of that day.
    /// </summary>
    [Fact]
    public void Closed_dates_never_make_a_promise_of_working_days_due_earlier() =>
        Always(the =>
        {
            LocalDate date = (the.Start + the.Other).InZone(the.Calendar.Zone).Date;
            var closed = BusinessCalendar.Compile(the.Definition with { Closures = [.. the.Definition.Closures, new Closure(date, date.PlusDays(1))] }).OrThrow();
            int days = (int)the.Budget.TotalHours % 12;
            return Enum.GetValues<WorkingDays>().All(reading =>
                closed.AddWorkingDays(the.Start, days, reading) >= the.Calendar.AddWorkingDays(the.Start, days, reading));
        });

    [Fact]
    public void A_due_time_is_the_one_found_by_walking_five_minutes_at_a_time() =>
        Always(the => the.Calendar.Add(the.Start, the.Budget) == Oracle.Add(the.Definition, the.Start, the.Budget));

    [Fact]
    public void It_is_open_exactly_when_a_window_of_that_date_says_so() =>
        Always(the => Enumerable.Range(0, 288).All(step =>
            the.Calendar.IsOpen(the.Start + Duration.FromMinutes(5 * step)) == Oracle.IsOpen(the.Definition, the.Calendar.Zone, the.Start + Duration.FromMinutes(5 * step))));

    [Fact]
    public void The_segments_up_to_a_due_time_add_up_to_the_budget() =>
        Always(the =>
        {
            Instant due = the.Calendar.Add(the.Start, the.Budget);
            Duration sum = the.Calendar.Segments(the.Start)
                .TakeWhile(segment => segment.Start < due)
                .Aggregate(Duration.Zero, (total, segment) => total + ((segment.HasEnd ? Instant.Min(segment.End, due) : due) - segment.Start));
            return sum == the.Budget;
        });

    [Fact]
    public void Segments_are_apart_from_each_other_and_in_order() =>
        Always(the => the.Calendar.Segments(the.Start).Take(30).Pairwise().All(pair => pair.First.End < pair.Second.Start));

    [Fact]
    public void A_pause_takes_out_its_own_open_time_and_nothing_else() =>
        Always(the =>
        {
            var pause = new NodaTime.Interval(the.Start + (the.Other / 2), the.Start + the.Other);
            Instant due = the.Calendar.Add(the.Start, the.Budget, [pause]);
            return the.Calendar.Between(the.Start, due, [pause]) == the.Budget && due >= the.Calendar.Add(the.Start, the.Budget);
        });

    [Fact]
    public void A_due_time_with_pauses_is_the_one_found_by_walking_five_minutes_at_a_time() =>
        Always(the => the.Calendar.Add(the.Start, the.Budget, the.Pauses) == Oracle.Add(the.Definition, the.Start, the.Budget, the.Pauses));

    [Fact]
    public void The_open_time_outside_the_pauses_up_to_a_due_time_is_the_budget() =>
        Always(the => the.Calendar.Between(the.Start, the.Calendar.Add(the.Start, the.Budget, the.Pauses), the.Pauses) == the.Budget);

    [Fact]
    public void A_budget_that_is_split_ends_in_the_same_place_with_pauses_too() =>
        Always(the => the.Other == Duration.Zero
            || the.Calendar.Add(the.Calendar.Add(the.Start, the.Budget, the.Pauses), the.Other, the.Pauses) == the.Calendar.Add(the.Start, the.Budget + the.Other, the.Pauses));

    [Fact]
    public void Pauses_may_come_in_any_order_and_overlap() =>
        Always(the =>
        {
            NodaTime.Interval[] otherwise = [.. the.Pauses.Reverse(), .. the.Pauses.Take(1)];
            return the.Calendar.Add(the.Start, the.Budget, otherwise) == the.Calendar.Add(the.Start, the.Budget, the.Pauses)
                && the.Calendar.Between(the.Start, the.Start + the.Other, otherwise) == the.Calendar.Between(the.Start, the.Start + the.Other, the.Pauses);
        });

    [Fact]
    public void Pausing_and_resuming_at_the_same_instant_changes_nothing() =>
        Always(the =>
        {
            Instant moment = the.Start + the.Other;
            NodaTime.Interval[] more = [.. the.Pauses, new NodaTime.Interval(moment, moment)];
            var ledger = new ClockLedger { Name = ClockName.Resolution, Generation = 1, StartedAt = the.Start, Budget = Budget.Of(the.Budget) };
            return the.Calendar.Add(the.Start, the.Budget, more) == the.Calendar.Add(the.Start, the.Budget, the.Pauses)
                && ledger.Pause(moment).Resume(moment).Due(the.Calendar) == ledger.Due(the.Calendar);
        });

    [Fact]
    public void Working_days_are_never_due_before_their_start_and_grow_with_the_count() =>
        Always(the =>
        {
            int days = (int)the.Budget.TotalHours % 12;
            return Enum.GetValues<WorkingDays>().All(reading =>
                the.Calendar.AddWorkingDays(the.Start, days, reading) is var due
                && due >= the.Start
                && the.Calendar.AddWorkingDays(the.Start, days + 1, reading) >= due);
        });

    private static void Always(Func<Reckoning, bool> property) =>
        Prop.ForAll(RandomCalendars.Any, property).Check(Config.QuickThrowOnFailure.WithMaxTest(100));
}

internal static class Pairs
{
    public static IEnumerable<(T First, T Second)> Pairwise<T>(this IEnumerable<T> items)
    {
        T[] all = [.. items];
        return all.Zip(all.Skip(1));
    }
}
