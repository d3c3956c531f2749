using Caseward.Domain.Cases;
using Caseward.Domain.Escalation;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.Domain.Audit;

/// <summary>
/// What the system decided, decided again. A stream is a row of commits that share their <see cref="CaseEvent.RecordedAt"/>: a look writes
/// what was due then, as much of it as one transaction holds; a command writes what was due before it, what it says, and all that it makes
/// due. So before something that somebody did nothing may be due that is not written down, after it nothing may be left, and everything the
/// system decided must be what <see cref="CaseEvaluator"/> decides, step by step.
/// </summary>
internal sealed class DecisionAudit(CaseNumber number, IReadOnlyList<StoredEvent> events, Func<string, ServicePolicy?> policyOf)
{
    // Whether a contact was asked too recently is only known when it is decided, so what is recorded counts.
    private static readonly bool?[] MayAsk = [null, true, false];

    private int _next;
    private CaseEvent? _command;
    private bool _isWhole;

    /// <summary>What the events so far add up to.</summary>
    public CaseState State { get; private set; } = new() { Number = number };

    /// <summary>Whether the evaluator decided an event. The one place that knows which facts the system writes down by command, as it hears of them.</summary>
    public static bool IsDecided(CaseEvent happened) =>
        happened.Actor == Actor.System && happened.Fact is not (MailFailed or NoticeWithdrawn);

    /// <summary>Whether an event belongs to the command that another one comes from: nothing was decided between what one command says.</summary>
    public static bool IsOneCommand(CaseEvent first, CaseEvent next) =>
        !IsDecided(next) && (next.Actor, next.OccurredAt, next.RecordedAt) == (first.Actor, first.OccurredAt, first.RecordedAt);

    private CaseEvent Next => events[_next].Event;

    /// <summary>The first decision that differs.</summary>
    /// <param name="isWhole">Whether the events are all there are; where they were cut off, what is missing at the end says nothing.</param>
    public AuditFinding? FirstDifference(bool isWhole)
    {
        _isWhole = isWhole;
        try
        {
            while (_next < events.Count)
            {
                if ((IsDecided(Next) ? CheckStep() : CheckCommand()) is { } difference)
                {
                    return difference;
                }
            }

            return null;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // Whatever the rules trip over was never written by them: events of a changed stream can say anything.
            return new AuditFinding(Math.Min(_next + 1, events.Count), AuditCodes.Nonsense, "something that the rules can be applied to", error.GetType().Name);
        }
    }

    private AuditFinding? CheckStep()
    {
        if (policyOf(State.PolicyVersion) is not { } policy)
        {
            return Unknown();
        }

        IReadOnlyList<PendingFact>? likeliest = null;
        foreach (Instant now in MomentsOfDecision())
        {
            foreach (bool? mayAsk in MayAsk)
            {
                IReadOnlyList<PendingFact> due = Step(policy, now, mayAsk);
                if (due.Count > 0 && Mismatch(due) is null)
                {
                    Take(due.Count);
                    return null;
                }

                likeliest = likeliest is { Count: > 0 } ? likeliest : due;
            }
        }

        return Difference(likeliest!);
    }

    private AuditFinding? CheckCommand()
    {
        CaseEvent first = Next;
        bool isOpening = _next == 0;
        if (!isOpening)
        {
            if (policyOf(State.PolicyVersion) is not { } before)
            {
                return Unknown();
            }

            if (Step(before, first.OccurredAt, null) is [var left, ..])
            {
                return new AuditFinding(first.Sequence, AuditCodes.DecisionMissing, FactText.Of(left), FactText.Of(first));
            }
        }

        do
        {
            Take(1);
        }
        while (_next < events.Count && IsOneCommand(first, Next));

        return isOpening ? null : CheckConsequences(first.RecordedAt);
    }

    /// <summary>What a command makes due is in its own commit, all of it.</summary>
    private AuditFinding? CheckConsequences(Instant recordedAt)
    {
        while (_isWhole || _next < events.Count)
        {
            if (policyOf(State.PolicyVersion) is not { } policy)
            {
                return Unknown();
            }

            IReadOnlyList<PendingFact> due = Step(policy, recordedAt, null);
            if (due.Count == 0)
            {
                return null;
            }

            if (Mismatch(due, recordedAt) is not null)
            {
                return Difference(due, recordedAt);
            }

            Take(due.Count);
        }

        return null;
    }

    private IReadOnlyList<PendingFact> Step(ServicePolicy policy, Instant now, bool? mayAsk) =>
        CaseEvaluator.Evaluate(State, policy, now, mayAsk, enough: 1, ToldAt()).Facts;

    /// <summary>When the command right before told of something earlier, in the same commit: what that brings to an end ends then (rule K12).</summary>
    private Instant? ToldAt() =>
        _command is { RecordedAt: var told } && _next < events.Count && Next.RecordedAt == told && _command.OccurredAt < told ? told : null;

    /// <summary>When this may have been decided: when it was recorded; before a command in the same commit that tells of something earlier, then.</summary>
    private IEnumerable<Instant> MomentsOfDecision()
    {
        Instant recordedAt = Next.RecordedAt;
        yield return recordedAt;
        CaseEvent? command = events.Skip(_next).Select(stored => stored.Event).TakeWhile(each => each.RecordedAt == recordedAt).FirstOrDefault(each => !IsDecided(each));
        if (command?.OccurredAt < recordedAt)
        {
            yield return command.OccurredAt;
        }
    }

    /// <summary>Which of the expected facts is the first that is not there; <see langword="null"/> when all are.</summary>
    private int? Mismatch(IReadOnlyList<PendingFact> expected, Instant? recordedAt = null)
    {
        Instant? commit = recordedAt ?? (_next < events.Count ? Next.RecordedAt : null);
        for (int i = 0; i < expected.Count; i++)
        {
            if (_next + i >= events.Count)
            {
                return _isWhole ? i : null;
            }

            CaseEvent found = events[_next + i].Event;
            if (found.RecordedAt != commit || !FactText.Same(expected[i], found))
            {
                return i;
            }
        }

        return null;
    }

    private AuditFinding? Difference(IReadOnlyList<PendingFact> expected, Instant? recordedAt = null)
    {
        if (expected.Count == 0)
        {
            return new AuditFinding(Next.Sequence, AuditCodes.DecisionDiffers, "nothing that the system decided", FactText.Of(Next));
        }

        int at = Mismatch(expected, recordedAt) ?? 0;
        CaseEvent? found = _next + at < events.Count ? events[_next + at].Event : null;
        return new AuditFinding(
            _next + at + 1,
            found is not null && IsDecided(found) ? AuditCodes.DecisionDiffers : AuditCodes.DecisionMissing,
            FactText.Of(expected[at]),
            found is null ? "nothing" : FactText.Of(found));
    }

    private AuditFinding Unknown() =>
        new(Math.Min(_next + 1, events.Count), AuditCodes.PolicyUnknown, $"a case under a policy that is known", $"version '{State.PolicyVersion}'");

    private void Take(int count)
    {
        foreach (StoredEvent stored in events.Skip(_next).Take(count))
        {
            State = State.Apply(stored.Event.Fact, stored.Event.OccurredAt) with { Version = stored.Event.Sequence, Hash = CaseEvent.HashOf(stored.Json) };
            _command = IsDecided(stored.Event) ? _command : stored.Event;
            _next++;
        }
    }
}
