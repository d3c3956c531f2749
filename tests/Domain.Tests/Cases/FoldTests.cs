using System.Text.Json;
using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Commands;
using Caseward.Domain.Tests.Clocks;
using Caseward.Testing;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace Caseward.Domain.Tests.Cases;

/// <summary>The fold over facts: it takes whatever it is given, and sees what does not belong.</summary>
public sealed class FoldTests
{
    private static readonly Instant Ten = CaseScenario.Local("2026-06-02T10:00");

    private static readonly CaseFact[] Facts = [.. FactSamples.All.Values];

    [Fact]
    public void Any_facts_in_any_order_fold_into_a_state_that_can_be_stored() =>
        Prop.ForAll(
            Gen.Choose(0, Facts.Length - 1).ArrayOf().ToArbitrary(),
            order =>
            {
                var state = new CaseState { Number = CaseNumber.FromDraw(1) };
                foreach ((int step, int fact) in order.Index())
                {
                    state = state.Apply(Facts[fact], Instant.FromUtc(2026, 6, 2, 8, 0) + Duration.FromMinutes(step % 7 * step));
                }

                string stored = JsonSerializer.Serialize(state, CaseJson.Options);
                Assert.Equal(stored, JsonSerializer.Serialize(JsonSerializer.Deserialize<CaseState>(stored, CaseJson.Options), CaseJson.Options));
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void A_breach_or_rung_of_a_generation_that_is_over_leaves_the_running_clock_alone()
    {
        CaseScenario scenario = CaseScenario.Opened("2026-06-02T10:00").Do(new ClaimCase()).Do(new ReleaseCase(null, null));

        CaseState state = scenario.State
            .Apply(new ClockBreached(ClockName.Ownership, 1, scenario.Now), scenario.Now)
            .Apply(new RungCarriedOut(ClockName.Ownership, 1, "tier-2", scenario.Now), scenario.Now);

        Assert.Equal((2, false, 0), (state.Clock(ClockName.Ownership)!.Generation, state.Clock(ClockName.Ownership)!.Breached, state.Clock(ClockName.Ownership)!.RungsDone.Count));
    }

    [Fact]
    public void The_queue_that_a_case_came_to_first_keeps_its_hours_and_its_tier_is_the_one_it_is_in()
    {
        var opened = (CaseOpened)CaseScenario.Opened("2026-06-02T10:00").Stream[0].Event.Fact;

        CaseState state = new CaseState { Number = CaseNumber.FromDraw(1) }.Apply(opened, Ten).Apply(new CaseRouted("werkplaats-tier-2", 2, null), Ten)
            .Apply(new CaseRouted("billing", 1, null), Ten + Duration.FromHours(1));

        Assert.Equal(("billing", "werkplaats-tier-2"), (state.Queue, state.HomeQueue));
        Assert.Equal((Ten, Ten + Duration.FromHours(1)), (state.Clock(ClockName.Tier2)!.StartedAt, state.Clock(ClockName.Tier1)!.StartedAt));
    }

    [Fact]
    public void A_case_that_is_older_than_the_rules_is_closed_without_a_word_about_its_solution_and_has_no_tier_time()
    {
        var opened = (CaseOpened)CaseScenario.Opened("2026-06-02T10:00").Stream[0].Event.Fact;

        CaseState state = new CaseState { Number = CaseNumber.FromDraw(1) }.Apply(opened with { Rules = null }, Ten).Apply(new CaseRouted("werkplaats", 1, null), Ten)
            .Apply(new CaseClosed(CloseCause.ByStaff, "Sold", null, "werkplaats", 1), Ten + Duration.FromHours(1));

        Assert.True(state.Clock(ClockName.Resolution)!.Cancelled);
        Assert.Null(state.Clock(ClockName.Tier1));
    }

    [Fact]
    public void However_long_it_lasts_a_case_keeps_the_latest_of_what_was_said_awaited_and_missed()
    {
        CaseScenario scenario = WorkedExample.Opened(4).Do(new AssignCase("anna"), WorkedExample.Manager);
        for (int day = 1; day <= 60; day++)
        {
            // Nobody did anything for two hours of every working day; then somebody answered, the customer was awaited, and wrote.
            scenario.At(Ten + Duration.FromDays(day)).Answered().Do(new WaitForCustomer(null), WorkedExample.Manager)
                .At(Ten + Duration.FromDays(day) + Duration.FromMinutes(1)).Do(new AddComment("And?"), A.Customer());
        }

        CaseState state = scenario.State;
        Instant last = Ten + Duration.FromDays(60);
        Assert.Equal((32, 32, 32, 16), (state.Conversation.Messages.Count, state.Conversation.Contacts.Count, state.Waits.Count, state.Superseded.Count));
        Assert.Equal((last + Duration.FromMinutes(1), last, last), (state.Conversation.Messages[^1], state.Conversation.Contacts[^1], state.Waits[^1].From));
        Assert.Equal((last - Duration.FromDays(31), last - Duration.FromDays(31)), (state.Conversation.Contacts[0], state.Waits[0].From));
    }

    [Fact]
    public void An_answer_to_an_earlier_survey_is_not_counted_for_the_latest() =>
        Assert.Null(new CaseState { Number = CaseNumber.FromDraw(1) }
            .Apply(new SurveyOffered(2, Instant.FromUtc(2026, 7, 1, 0, 0)), Instant.FromUtc(2026, 6, 1, 0, 0))
            .Apply(new SurveyAnswered(1, 1, null), Instant.FromUtc(2026, 6, 2, 0, 0)).Survey!.Score);

    [Fact]
    public void Another_cases_events_do_not_read_back_as_this_ones()
    {
        CaseScenario scenario = CaseScenario.Opened("2026-06-02T10:00");

        Assert.Throws<InvalidOperationException>(() => CaseStream.Replay(CaseNumber.FromDraw(7), scenario.Stream.Select(stored => stored.Json)));
    }

    [Fact]
    public void An_event_that_is_left_out_doubled_or_swapped_is_seen()
    {
        CaseScenario scenario = CaseScenario.Opened("2026-06-02T10:00").Do(new ClaimCase()).Do(new AddNote("One")).Do(new AddNote("Two"));
        string[] stored = [.. scenario.Stream.Select(each => each.Json)];

        string[][] wrong = [[.. stored[..2], .. stored[3..]], [.. stored, stored[^1]], [.. stored[..^2], stored[^1], stored[^2]]];
        Assert.All(wrong, stream => Assert.Throws<InvalidOperationException>(() => CaseStream.Replay(scenario.State.Number, stream)));
    }

    [Fact]
    public void What_is_no_instant_or_has_no_fixed_length_is_not_read()
    {
        string stored = CaseScenario.Opened("2026-06-02T10:00").Stream[0].Json;

        Assert.Throws<JsonException>(() => CaseEvent.FromStoredJson(stored.Replace("2026-06-02T08:00:00Z", "2026-06-31T08:00:00Z", StringComparison.Ordinal)));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Budget>("{\"openTime\":\"P1M\"}", CaseJson.Options));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Budget>("{\"openTime\":\"P1Y\"}", CaseJson.Options));
    }

    [Theory]
    [InlineData("tab\tand \"quotes\" and \\ and </script>")]
    [InlineData("emoji 🛵, combining e\u0301, Arabic \u0627\u0644\u0639\u0631\u0628\u064a\u0629, rtl \u202eevil, zero\u200bwidth, line\u2028separator")]
    [InlineData("\u0000\u0001\u001f\u007f\ufffe\uffff")]
    public void Any_text_is_stored_and_read_back_as_it_is(string text)
    {
        CaseScenario scenario = CaseScenario.Opened("2026-06-02T10:00").Do(new AddNote(text));

        CaseEvent read = CaseEvent.FromStoredJson(scenario.Stream[^1].Json);

        Assert.Equal(text, Assert.IsType<NoteAdded>(read.Fact).Text);
        Assert.Equal(scenario.State.Hash, CaseEvent.HashOf(read.ToStoredJson()));
    }
}
