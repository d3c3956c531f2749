using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Escalation;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.Domain.Explanations;

/// <summary>
/// Every generation of every clock of a case, collected while its events are folded: the state itself keeps the latest only. What is over is
/// told with the calendar that held when it ended, what runs with the one that holds now.
/// </summary>
internal sealed class ClockGenerations
{
    private readonly Dictionary<(ClockName, int), ClockGeneration> _known = [];
    private readonly List<(ClockName, int)> _order = [];
    private readonly List<CaseStanding> _standings = [];
    private string? _awaited;

    /// <summary>The generations, in the order in which they began.</summary>
    public IEnumerable<ClockGeneration> All => _order.Select(key => _known[key]);

    /// <summary>How the case stood, in the order in which that was told.</summary>
    public IReadOnlyList<CaseStanding> Standings => _standings;

    /// <summary>Takes in what one fact made of the case.</summary>
    /// <param name="before">The case before it.</param>
    /// <param name="after">The case after it.</param>
    /// <param name="fact">The fact.</param>
    /// <param name="occurredAt">When it happened.</param>
    /// <param name="recorded">The event that it is; absent when it is not written down.</param>
    public void Take(CaseState before, CaseState after, CaseFact fact, Instant occurredAt, CaseEvent? recorded)
    {
        foreach (ClockLedger gone in before.Clocks.Where(clock => after.Clock(clock.Name)?.Generation != clock.Generation))
        {
            ClockLedger over = !gone.IsLive ? gone : IsContact(fact) ? gone.Stop(occurredAt) : gone.Cancel(occurredAt);
            Keep(over, before, isLatest: false);
        }

        foreach (ClockLedger clock in after.Clocks)
        {
            bool wasThere = before.Clock(clock.Name)?.Generation == clock.Generation;
            Keep(clock, clock.IsLive || !wasThere ? after : before, isLatest: true);
        }

        foreach (ClockLedger superseded in after.Superseded)
        {
            TakeToldLate(superseded);
        }

        TakeCarriedOut(fact, occurredAt, recorded);
        _awaited = fact is WaitingForCustomerStarted waiting ? waiting.Reason : _awaited;
        if (_standings.Count == 0 || before.Status != after.Status || before.Tier != after.Tier)
        {
            _standings.Add(new CaseStanding(occurredAt, after.Status, after.Tier, after.Status == CaseStatus.WaitingForCustomer ? _awaited : null));
        }
    }

    private static bool IsContact(CaseFact fact) => fact is AgentMessageSent or CallLogged or CallbackCompleted or CaseResolved;

    /// <summary>Once it is over, a clock keeps the hours that it ended under, whatever queue or policy the case gets later.</summary>
    private void Keep(ClockLedger clock, CaseState under, bool isLatest)
    {
        (ClockName, int) key = (clock.Name, clock.Generation);
        if (!_known.TryGetValue(key, out ClockGeneration? known))
        {
            _order.Add(key);
            _known[key] = new ClockGeneration(clock, under.Scope, under.PolicyVersion, isLatest)
            {
                Author = clock.Name == ClockName.Agreed ? under.AgreedBy : null,
            };
            return;
        }

        bool wasOver = !known.Ledger.IsLive && !clock.IsLive;
        _known[key] = known with
        {
            Ledger = clock,
            Scope = wasOver ? known.Scope : under.Scope,
            PolicyVersion = wasOver ? known.PolicyVersion : under.PolicyVersion,
            IsLatest = isLatest,
        };
    }

    /// <summary>A generation that was replaced may turn out to have had in time what it waited for (rule K12).</summary>
    private void TakeToldLate(ClockLedger superseded)
    {
        (ClockName, int) key = (superseded.Name, superseded.Generation);
        if (superseded is { Cancelled: false, StoppedAt: { } stopped } && _known.TryGetValue(key, out ClockGeneration? known) && stopped < known.Ledger.StoppedAt)
        {
            _known[key] = known with { Ledger = superseded };
        }
    }

    private void TakeCarriedOut(CaseFact fact, Instant occurredAt, CaseEvent? recorded)
    {
        switch (fact)
        {
            case ClockBreached breached:
                Change(breached.Clock, breached.Generation, known => known with { Breach = new BreachExplanation(breached.Due, recorded?.RecordedAt, breached.Tier, breached.Cause, IsCorrected: false) });
                break;
            case RungCarriedOut rung:
                Change(rung.Clock, rung.Generation, known => known with { CarriedOut = [.. known.CarriedOut, new CarriedRung(rung.Rung, rung.Moment, occurredAt, recorded?.RecordedAt, WouldNotHaveFired: false, recorded is null ? null : Lateness.Of(recorded))] });
                break;
            case ClockCorrected corrected:
                Change(corrected.Clock, corrected.Generation, known => known with
                {
                    Breach = known.Breach is { } breach ? breach with { IsCorrected = breach.IsCorrected || corrected.Breach } : null,
                    CarriedOut = [.. known.CarriedOut.Select(rung => corrected.Rungs.Contains(rung.Rung) ? rung with { WouldNotHaveFired = true } : rung)],
                });
                break;
        }
    }

    private void Change(ClockName name, int generation, Func<ClockGeneration, ClockGeneration> change)
    {
        if (_known.TryGetValue((name, generation), out ClockGeneration? known))
        {
            _known[(name, generation)] = change(known);
        }
    }
}

/// <summary>One generation of a clock and what is known of it beside its ledger.</summary>
/// <param name="Ledger">What happened to it; one that was replaced ended where the next began.</param>
/// <param name="Scope">What decides on its calendar.</param>
/// <param name="PolicyVersion">The policy version that its calendar is taken from.</param>
/// <param name="IsLatest">Whether none came after it.</param>
internal sealed record ClockGeneration(ClockLedger Ledger, CaseScope Scope, string PolicyVersion, bool IsLatest)
{
    public string? Author { get; init; }

    public BreachExplanation? Breach { get; init; }

    public IReadOnlyList<CarriedRung> CarriedOut { get; init; } = [];
}

/// <summary>How a case stood from an instant on; it says why a clock stood still.</summary>
internal sealed record CaseStanding(Instant From, CaseStatus Status, int Tier, string? Awaited);
