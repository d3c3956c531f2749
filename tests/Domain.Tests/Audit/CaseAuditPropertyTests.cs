using Caseward.Domain.Audit;
using Caseward.Domain.Cases;
using Caseward.Domain.Tests.Walks;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace Caseward.Domain.Tests.Audit;

/// <summary>Random lives as they were written are sound; whatever is changed in them afterwards is named.</summary>
public sealed class CaseAuditPropertyTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(true)]
    [InlineData(false)]
    public void A_life_that_nobody_touched_is_sound(bool? mayAskContact) =>
        Always(life => Assert.Null(Stored(RandomWalks.Walk(life, mayAskContact: mayAskContact)).Verify()));

    [Fact]
    public void A_life_that_was_looked_at_seldom_and_written_down_in_pieces_is_sound() =>
        Always(life =>
        {
            CaseWalk often = RandomWalks.Walk(life, backdates: false);
            var seldom = new CaseWalk(often.Policy, RandomWalks.Opening(life), often.Stream[0].Event.OccurredAt);
            foreach (Happening happening in often.Happened.Where(happening => happening.Command is not null))
            {
                seldom.Do(happening);
            }

            seldom.LookStepByStep(often.Now + Duration.FromDays(100));
            Assert.Null(Stored(seldom).Verify());
        });

    [Fact]
    public void Each_changed_event_is_named() =>
        AtEach(
            (stored, sequence) =>
            {
                AuditFinding? found = stored.Change(sequence, each => each with { RecordedAt = each.RecordedAt + Duration.FromSeconds(1) }).Verify();
                Assert.Equal((sequence, AuditCodes.Changed), (found?.Sequence, found?.Code));
            });

    [Fact]
    public void Each_changed_link_is_named() =>
        AtEach(
            (stored, sequence) =>
            {
                AuditFinding? found = stored.Change(sequence, each => each with { PreviousHash = CaseEvent.HashOf("another") }).Verify();
                Assert.Equal((sequence, AuditCodes.Unlinked), (found?.Sequence, found?.Code));
            });

    [Fact]
    public void Each_removed_event_is_missed_the_last_one_by_the_head() =>
        AtEach(
            (stored, sequence) =>
            {
                AuditFinding? found = stored.Remove(sequence).Verify();
                Assert.Equal((sequence, AuditCodes.Missing), (found?.Sequence, found?.Code));
            });

    [Fact]
    public void Each_changed_decision_is_found_although_the_chain_is_right() =>
        AtEach(
            (stored, sequence) =>
            {
                if (IsDecision(stored, sequence))
                {
                    AuditFinding? found = stored.Change(sequence, each => each with { OccurredAt = each.OccurredAt - Duration.FromTicks(1) }).Rehash().Verify();
                    Assert.Equal((sequence, AuditCodes.DecisionDiffers), (found?.Sequence, found?.Code));
                }
            });

    [Fact]
    public void Each_removed_decision_is_found_although_the_chain_is_right() =>
        AtEach(
            (stored, sequence) =>
            {
                // What was decided last may still be about to be decided; and whether a customer may be asked is not known to a command.
                bool isLast = Event(stored, sequence).RecordedAt == Event(stored, stored.Events.Count).RecordedAt;
                if (IsDecision(stored, sequence) && !isLast && Event(stored, sequence).Fact is not (SurveySkipped or SurveyOffered))
                {
                    AuditFinding? found = stored.Remove(sequence).Rehash().Verify();
                    Assert.NotNull(found);
                    Assert.True(found.Sequence >= sequence);

                    // Where one command ends and the next begins is not seen when somebody gives two at the same instant; and the next one may
                    // have taken away the reason, so that it is missed only when it would matter again.
                    Instant recordedAt = Event(stored, sequence).RecordedAt;
                    bool isFollowed = Enumerable.Range(sequence, stored.Events.Count - sequence).Select(before => Event(stored, before + 1))
                        .TakeWhile(later => later.RecordedAt == recordedAt).Any(later => later.Actor != Actor.System);
                    Assert.True(isFollowed || Event(stored, found.Sequence).RecordedAt == recordedAt);
                }
            });

    [Fact]
    public void Each_invented_decision_is_found_although_the_chain_is_right() =>
        AtEach(
            (stored, sequence) =>
            {
                if (IsDecision(stored, sequence) && Event(stored, sequence).Fact is not NoticeDecided)
                {
                    AuditFinding? found = stored.Insert(sequence, Event(stored, sequence)).Rehash().Verify();
                    Assert.NotNull(found);
                    Assert.InRange(found.Sequence, sequence, sequence + 1);
                }
            });

    private static bool IsDecision(Sabotage stored, int sequence) => Event(stored, sequence) is { Fact: not MailFailed } found && found.Actor == Actor.System;

    private static CaseEvent Event(Sabotage stored, int sequence) => CaseEvent.FromStoredJson(stored.Events[sequence - 1]);

    private static Sabotage Stored(CaseWalk walk) => Sabotage.Of(walk.State, walk.Stream, walk.Policy);

    /// <summary>
    /// Each event of a short life, some twenty of a long one, the last among them. With nothing told late: that may take away what was due, so
    /// that its absence says nothing.
    /// </summary>
    private static void AtEach(Action<Sabotage, int> check) =>
        Always(life =>
        {
            Sabotage stored = Stored(RandomWalks.Walk(life, mayAskContact: true, backdates: false));
            int every = Math.Max(1, stored.Events.Count / 20);
            for (int sequence = stored.Events.Count; sequence >= 1; sequence -= every)
            {
                check(stored, sequence);
            }
        });

    private static void Always(Action<Life> check) =>
        Prop.ForAll(RandomWalks.Any, check).Check(Config.QuickThrowOnFailure.WithMaxTest(RandomWalks.Lives));
}
