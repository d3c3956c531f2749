using System.Text.Json;
using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Commands;
using Caseward.Domain.Escalation;
using Caseward.Domain.Notices;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace Caseward.Domain.Tests.Walks;

/// <summary>
/// What holds for every case whatever happens to it and whenever: commands of everybody, allowed or not, at moments on and around
/// whatever is due, under the shipped policies and under awkward ones. A failure prints the seed to replay it with and the shortest
/// life found.
/// </summary>
public sealed class CaseWalkTests
{
    [Fact]
    public void Looking_again_finds_nothing() =>
        AtEveryStep(walk => Assert.Empty(CaseEvaluator.Evaluate(Looked(walk), walk.Policy, walk.Now, true).Facts), mayAskContact: true);

    [Fact]
    public void The_next_look_is_never_earlier_than_now_and_never_now_when_now_is_past_what_is_due() =>
        AtEveryStep(walk =>
        {
            Evaluation evaluation = CaseEvaluator.Evaluate(walk.State, walk.Policy, walk.Now, true);
            Instant? next = evaluation.NextLook;
            Assert.False(next < walk.Now, $"next look {next}, now {walk.Now}");
            Assert.False(CaseEvaluator.Evaluate(walk.State, walk.Policy, walk.Now + Duration.FromTicks(1), true).NextLook <= walk.Now);
        });

    [Fact]
    public void Nothing_is_late_before_somebody_looks() =>
        AtEveryStep(walk =>
        {
            // What the forecast counts on: it reads the looks that are planned until the end of a week, and no case.
            if (CaseEvaluator.NextBreach(walk.State, walk.Policy) is { } breach)
            {
                Assert.True(CaseEvaluator.NextLook(walk.State, walk.Policy) <= breach, $"late at {breach}");
                Assert.True(CaseEvaluator.NextDue(walk.State, walk.Policy) <= breach);
            }
        });

    [Fact]
    public void Every_notice_has_a_key_of_its_own() =>
        AtTheEnd(walk => Assert.Empty(Doubled(walk.Stream.Select(stored => (stored.Event.Fact as NoticeDecided)?.Key))), mayAskContact: true);

    [Fact]
    public void Every_notice_is_wanted_at_the_moment_at_which_it_is_decided() =>
        AtTheEnd(
            walk =>
            {
                var state = new CaseState { Number = walk.State.Number };
                foreach (CaseEvent happened in walk.Stream.Select(stored => stored.Event))
                {
                    state = state.Apply(happened.Fact, happened.OccurredAt);
                    Assert.Null(happened.Fact is NoticeDecided notice ? NoticeRules.WhyWithdrawn(notice, happened.OccurredAt, state) : null);
                }
            },
            mayAskContact: true);

    [Fact]
    public void Every_rung_is_carried_out_at_most_once_in_a_generation() =>
        AtTheEnd(walk => Assert.Empty(Doubled(walk.Stream.Select(stored => stored.Event.Fact is RungCarriedOut rung ? $"{rung.Clock} {rung.Generation} {rung.Rung}" : null))));

    [Fact]
    public void Every_open_case_has_an_owner_or_sits_in_a_queue_with_a_running_ownership_clock() =>
        AtEveryStep(walk =>
        {
            Assert.NotNull(walk.Policy.Queue(walk.State.Queue));
            Assert.Equal(walk.State.IsOpen && walk.State.Owner is null, walk.State.Clock(ClockName.Ownership)!.IsRunning);
            Assert.False(walk.State is { Status: CaseStatus.WaitingForCustomer, Owner: null }, "Nobody owns it, and it waits for the customer.");
        });

    [Fact]
    public void No_clock_runs_on_a_case_that_is_solved_or_closed_and_no_callback_is_open_on_it() =>
        AtEveryStep(walk =>
        {
            if (!walk.State.IsOpen)
            {
                Assert.DoesNotContain(walk.State.Clocks, clock => clock.IsLive);
                Assert.False(walk.State.Callback is { Done: false });
                Assert.Empty(walk.State.Escalations);
            }
        });

    [Fact]
    public void An_escalation_lasts_as_long_as_its_reason() =>
        AtEveryStep(walk =>
        {
            Assert.Empty(Doubled(walk.State.Escalations.Select(cause => $"{cause}")));
            Assert.DoesNotContain(walk.State.Escalations, cause => EscalationReason.IsGone(walk.State, cause));
        });

    [Fact]
    public void A_breach_is_on_record_exactly_when_a_clock_ran_out() =>
        AtTheEnd(
            walk =>
            {
                string[] recorded = [.. ClockHistory.Recorded(walk)];
                Assert.Empty(Doubled(recorded));
                Assert.Empty(ClockHistory.Late(walk, tiesAreLate: false).Except(recorded));
                Assert.Empty(recorded.Except(ClockHistory.Late(walk, tiesAreLate: true)));
            },
            backdates: false);

    [Fact]
    public void The_stream_read_back_is_the_state_and_the_state_read_back_is_itself() =>
        AtTheEnd(
            walk =>
            {
                string state = Json(walk.State);
                Assert.Equal(state, Json(CaseStream.Replay(walk.State.Number, walk.Stream.Select(stored => stored.Json))));
                Assert.Equal(state, Json(JsonSerializer.Deserialize<CaseState>(state, CaseJson.Options)!));
                Assert.All(walk.Stream, stored => Assert.Equal(stored.Json, CaseEvent.FromStoredJson(stored.Json).ToStoredJson()));
            },
            mayAskContact: true);

    [Fact]
    public void Only_what_is_told_late_lies_before_what_is_written_down_already() =>
        AtTheEnd(
            walk =>
            {
                Instant last = Instant.MinValue;
                foreach (CaseEvent happened in walk.Stream.Select(stored => stored.Event))
                {
                    Assert.True(happened.OccurredAt <= happened.RecordedAt, $"{happened.Id} happened after it was written down");
                    if (happened.Fact is not (CallLogged or CustomerMessageReceived or WaitingForCustomerEnded))
                    {
                        Assert.True(happened.OccurredAt >= last, $"{happened.Id} {happened.Fact} at {happened.OccurredAt} after {last}");
                        last = happened.OccurredAt;
                    }
                }
            },
            mayAskContact: true);

    [Fact]
    public void How_often_somebody_looked_changes_nothing_but_when_it_was_written_down() =>
        Always(life =>
        {
            CaseWalk often = RandomWalks.Walk(life, backdates: false);
            Happening[] wanted = [.. often.Happened.Where(happening => happening.Command is not null)];
            var seldom = new CaseWalk(often.Policy, Opening(life), often.Stream[0].Event.OccurredAt);
            foreach (Happening happening in wanted)
            {
                seldom.Do(happening);
            }

            seldom.LookStepByStep(often.Now);
            Assert.Equal(often.Stream.Select(WithoutRecording), seldom.Stream.Select(WithoutRecording));
        });

    [Fact]
    public void No_command_of_a_shipped_policy_writes_more_rows_than_a_transaction_holds() =>
        Always(life =>
        {
            CaseWalk often = RandomWalks.Walk(life with { Policy = life.Policy % 2 });
            var seldom = new CaseWalk(often.Policy, Opening(life), often.Stream[0].Event.OccurredAt);
            int before = seldom.Stream.Count;
            foreach (Happening happening in often.Happened.Where(happening => happening.Command is not null))
            {
                seldom.Do(happening);
                StoredEvent[] written = [.. seldom.Stream.Skip(before)];
                Assert.InRange(written.Length + written.Count(stored => stored.Event.Fact is NoticeDecided) + 2, 2, 100);
                before = seldom.Stream.Count;
            }
        });

    private static string WithoutRecording(StoredEvent stored) =>
        $"{stored.Event.Sequence} {stored.Event.OccurredAt} {stored.Event.Actor.Id} {JsonSerializer.Serialize(stored.Event.Fact, CaseJson.Options)}";

    private static OpenCase Opening(Life life) => RandomWalks.Opening(life);

    private static CaseState Looked(CaseWalk walk) => CaseEvaluator.Evaluate(walk.State, walk.Policy, walk.Now, true).State;

    private static string Json(CaseState state) => JsonSerializer.Serialize(state, CaseJson.Options);

    private static IEnumerable<string> Doubled(IEnumerable<string?> items) =>
        items.OfType<string>().GroupBy(item => item, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key);

    private static void AtEveryStep(Action<CaseWalk> check, bool? mayAskContact = null) => Always(life => RandomWalks.Walk(life, check, mayAskContact));

    private static void AtTheEnd(Action<CaseWalk> check, bool? mayAskContact = null, bool backdates = true) =>
        Always(life => check(RandomWalks.Walk(life, null, mayAskContact, backdates)));

    private static void Always(Action<Life> property) =>
        Prop.ForAll(RandomWalks.Any, property).Check(Config.QuickThrowOnFailure.WithMaxTest(RandomWalks.Lives));
}
