using Caseward.Domain.Audit;
using Caseward.Domain.Cases;
using Caseward.Domain.Commands;
using Caseward.Testing;
using NodaTime;

namespace Caseward.Domain.Tests.Audit;

/// <summary>
/// One case in the hands of somebody who can write to the store: opened on Monday 12 August 2024 at 10:30, in tier 2 at 14:30 because
/// nobody took it, claimed and solved on Tuesday, closed and asked two weeks later.
/// </summary>
public sealed class CaseAuditTests
{
    private readonly Sabotage _stored;

    public CaseAuditTests()
    {
        CaseScenario told = CaseScenario.Opened("2024-08-12T10:30")
            .At("2024-08-12T14:30:02")
            .At("2024-08-13T09:00")
            .Do(new ClaimCase(), A.Agent("kees"))
            .Do(new ResolveCase("New charger", null, false, null), A.Agent("kees"))
            .At("2024-08-27T09:00:02")
            .At("2024-08-28T09:00:02");
        _stored = Sabotage.Of(told.State, told.Stream, told.Policy);
        Assert.Contains(told.Facts, fact => fact is SurveyOffered);
    }

    [Fact]
    public void As_it_was_written_it_is_sound() => Assert.Null(_stored.Verify());

    [Fact]
    public void The_first_difference_is_told_as_a_sentence()
    {
        AuditFinding found = _stored.Change(SequenceOf<RungCarriedOut>(), Moved).Rehash().Verify()!;

        Assert.Equal(AuditCodes.DecisionDiffers, found.Code);
        Assert.StartsWith(
            $"At event {SequenceOf<RungCarriedOut>()} there should be {{\"fact\":\"rungCarriedOut\",\"clock\":\"ownership\"", found.Sentence, StringComparison.Ordinal);
        Assert.EndsWith("at 2024-08-12T12:31:00Z.", found.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_two_changes_the_first_is_named() =>
        Assert.Equal(
            SequenceOf<RungCarriedOut>(),
            _stored.Change(SequenceOf<CaseResolved>(), each => each with { RecordedAt = Instant.MinValue }).Change(SequenceOf<RungCarriedOut>(), Moved).Verify()!.Sequence);

    [Fact]
    public void A_changed_decision_before_a_break_in_the_chain_is_found_first()
    {
        Sabotage changed = _stored.Change(SequenceOf<RungCarriedOut>(), Moved).Rehash().Remove(SequenceOf<CaseResolved>());

        Assert.Equal((SequenceOf<RungCarriedOut>(), AuditCodes.DecisionDiffers), Difference(changed));
    }

    [Fact]
    public void A_rung_that_was_taken_out_with_everything_it_did_is_missed_where_somebody_acts_next()
    {
        Sabotage changed = _stored;
        int rung = SequenceOf<RungCarriedOut>();
        Instant recorded = CaseEvent.FromStoredJson(_stored.Events[rung - 1]).RecordedAt;
        for (int last = _stored.Events.Count; last >= rung; last--)
        {
            changed = CaseEvent.FromStoredJson(_stored.Events[last - 1]).RecordedAt == recorded ? changed.Remove(last) : changed;
        }

        Assert.Equal((rung, AuditCodes.DecisionMissing), Difference(changed.Rehash()));
    }

    [Fact]
    public void A_tail_that_was_cut_off_is_known_by_the_head_only()
    {
        Sabotage cut = _stored.Remove(_stored.Events.Count).Remove(_stored.Events.Count - 1);

        Assert.Equal((_stored.Events.Count - 1, AuditCodes.Missing), Difference(cut));
        Assert.Equal(AuditCodes.HeadMissing, (cut with { Head = null }).Verify()!.Code);
    }

    [Fact]
    public void A_tail_of_whole_commits_that_is_cut_off_together_with_the_head_cannot_be_seen()
    {
        int resolved = SequenceOf<CaseResolved>();
        Instant recorded = CaseEvent.FromStoredJson(_stored.Events[resolved - 1]).RecordedAt;
        string[] upToThen = [.. _stored.Events.TakeWhile(json => CaseEvent.FromStoredJson(json).RecordedAt <= recorded)];

        Assert.Null((_stored with { Events = upToThen }).Rehash().Verify());
    }

    [Fact]
    public void More_events_than_the_head_counts_are_found() =>
        Assert.Equal(
            (_stored.Events.Count, AuditCodes.HeadBehind),
            Difference(_stored with { Head = _stored.Head! with { Version = _stored.Events.Count - 1 } }));

    [Fact]
    public void A_head_that_says_something_else_than_its_events_is_found()
    {
        AuditFinding found = (_stored with { Head = _stored.Head! with { Queue = "werkplaats" } }).Verify()!;

        Assert.Equal((_stored.Events.Count, AuditCodes.HeadDiffers), (found.Sequence, found.Code));
        Assert.Contains("'queue'", found.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_head_with_another_last_hash_names_the_last_event() =>
        Assert.Equal((_stored.Events.Count, AuditCodes.Changed), Difference(_stored with { Head = _stored.Head! with { Hash = CaseEvent.NoHash } }));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"id\":\"1-1\"}")]
    public void A_text_that_is_no_event_is_found(string text) =>
        Assert.Equal((3, AuditCodes.Unreadable), Difference(_stored with { Events = [.. _stored.Events.Select((json, index) => index == 2 ? text : json)] }));

    [Fact]
    public void Two_events_that_changed_places_are_found() =>
        Assert.Equal((2, AuditCodes.Missing), Difference(_stored with { Events = [_stored.Events[0], _stored.Events[2], _stored.Events[1], .. _stored.Events.Skip(3)] }));

    [Fact]
    public void An_event_of_another_case_is_found() =>
        Assert.Equal((1, AuditCodes.Misplaced), Difference(_stored with { Number = CaseNumber.FromDraw(42) }));

    [Fact]
    public void A_policy_that_is_not_known_is_said() =>
        Assert.Equal(AuditCodes.PolicyUnknown, (_stored with { PolicyOf = _ => null }).Verify()!.Code);

    [Fact]
    public void Events_that_the_rules_cannot_be_applied_to_are_a_finding_and_no_accident() =>
        Assert.Equal(
            AuditCodes.Nonsense,
            _stored.Change(1, each => each with { Fact = ((CaseOpened)each.Fact) with { Department = "gone" } }).Rehash().Verify()!.Code);

    [Fact]
    public void A_case_without_events_and_with_a_head_misses_its_first() =>
        Assert.Equal((1, AuditCodes.Missing), Difference(_stored with { Events = [] }));

    [Fact]
    public void What_a_person_wrote_is_never_told()
    {
        AuditFinding found = _stored.Remove(SequenceOf<RungCarriedOut>()).Rehash().Verify()!;
        AuditFinding solution = _stored.Change(SequenceOf<CaseResolved>(), each => each with { Actor = A.Agent("bram") }).Verify()!;

        Assert.All([found.Sentence, solution.Sentence], sentence => Assert.DoesNotContain("charger", sentence, StringComparison.Ordinal));
    }

    private static (int, string) Difference(Sabotage changed) => changed.Verify() is { } found ? (found.Sequence, found.Code) : default;

    private static CaseEvent Moved(CaseEvent each) =>
        each with { OccurredAt = Instant.FromUtc(2024, 8, 12, 12, 31) };

    private int SequenceOf<T>() => _stored.Events.Select(CaseEvent.FromStoredJson).First(each => each.Fact is T).Sequence;
}
